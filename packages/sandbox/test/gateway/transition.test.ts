import { describe, expect, it } from "vitest";
import { openTransaction } from "../../src/gateway/open-transaction.js";
import type { TransactionRecord } from "../../src/gateway/transaction-record.js";
import { transition, type Command } from "../../src/gateway/transition.js";

const start = Date.UTC(2026, 0, 1);

function opened(flow: "hosted" | "payout"): TransactionRecord {
  return openTransaction(
    {
      trackingId: "order-1",
      userId: "customer-1",
      currency: "EUR",
      amount: "200.00",
      country: null,
      flow,
      accountId: "account",
      mode: "test",
      providerId: null,
      returnUrl: null,
    },
    { transactionId: "id", pageToken: "page", now: start, expiresAfterMs: 1_800_000 },
  ).record;
}

function run(record: TransactionRecord, ...commands: Command[]) {
  let told: string[] = [];
  let refused = 0;
  for (const command of commands) {
    const result = transition(record, command, start + 1);
    if (!result.ok) {
      refused += 1;
      if (result.record !== record) throw new Error("a refusal changed the record");
      continue;
    }
    record = result.record;
    told = told.concat(
      result.effects.flatMap((effect) => (effect.kind === "webhook" ? effect.payload.status : [])),
    );
  }
  return { record, told, refused };
}

const pay: Command = {
  kind: "submit",
  providerId: "northbank",
  cardLast4: null,
  decision: { kind: "passes" },
};
const decline: Command = { ...pay, decision: { kind: "declined", reason: "Insufficient funds" } };
const challenge: Command = { ...pay, cardLast4: "3220", decision: { kind: "challenge" } };
const confirm: Command = { kind: "confirm-payout", providerId: "pursa" };
const commands: Command[] = [
  pay,
  decline,
  challenge,
  { kind: "answer-challenge", passed: true },
  { kind: "answer-challenge", passed: false },
  confirm,
  { kind: "approve" },
  { kind: "reject", reason: "no" },
  { kind: "settle" },
  { kind: "expire" },
];

describe("a deposit", () => {
  it("opens pending, tells nobody and expires after its time", () => {
    const { record, effects } = openTransaction(
      { ...opened("hosted") },
      { transactionId: "id", pageToken: "page", now: start, expiresAfterMs: 60_000 },
    );
    expect(record).toMatchObject({ status: "pending", stage: "open", type: "deposit" });
    expect(effects).toEqual([{ kind: "schedule", work: "expire", at: start + 60_000 }]);
  });

  it("tells pending, then the result", () => {
    expect(run(opened("hosted"), pay)).toMatchObject({
      told: ["pending", "successful"],
      record: { status: "successful", stage: "closed", providerId: "northbank" },
    });
    expect(run(opened("hosted"), decline)).toMatchObject({
      told: ["pending", "rejected"],
      record: { status: "rejected", rejectedReason: "Insufficient funds" },
    });
  });

  it("stays pending while its bank asks, and follows the answer", () => {
    const asked = run(opened("hosted"), challenge);
    expect(asked).toMatchObject({ told: ["pending"], record: { stage: "challenge" } });
    const passed = run(asked.record, { kind: "answer-challenge", passed: true });
    expect(passed.told).toEqual(["successful"]);
    const failed = run(asked.record, { kind: "answer-challenge", passed: false });
    expect(failed.told).toEqual(["rejected"]);
    expect(run(asked.record, { kind: "expire" }).told).toEqual(["expired"]);
  });

  it("is paid once, however often it is submitted", () => {
    expect(run(opened("hosted"), pay, pay, decline)).toMatchObject({
      told: ["pending", "successful"],
      refused: 2,
    });
  });

  it("knows nothing of approvals", () => {
    const { refused } = run(opened("hosted"), confirm, { kind: "approve" }, { kind: "settle" });
    expect(refused).toBe(3);
  });
});

describe("a payout", () => {
  it("is confirmed, approved and settled, and tells pending and successful", () => {
    const confirmed = run(opened("payout"), confirm);
    expect(confirmed).toMatchObject({ told: ["pending"], record: { stage: "review" } });
    const approved = run(confirmed.record, { kind: "approve" });
    expect(approved).toMatchObject({ told: [], record: { stage: "settling", status: "pending" } });
    expect(run(approved.record, { kind: "settle" }).told).toEqual(["successful"]);
  });

  it("settles at the instant of its approval", () => {
    const { record } = run(opened("payout"), confirm);
    const approved = transition(record, { kind: "approve" }, start + 7);
    expect(approved.ok && approved.effects).toEqual([
      { kind: "schedule", work: "settle", at: start + 7 },
    ]);
  });

  it("does not expire once it is confirmed", () => {
    const confirmed = transition(opened("payout"), confirm, start);
    expect(confirmed.ok && confirmed.effects[0]).toEqual({ kind: "cancel", work: "expire" });
    expect(run(confirmed.record, { kind: "expire" }).refused).toBe(1);
  });

  it("cannot be rejected after its approval, nor paid like a deposit", () => {
    expect(
      run(opened("payout"), confirm, { kind: "approve" }, { kind: "reject", reason: "no" }),
    ).toMatchObject({ refused: 1, record: { stage: "settling" } });
    expect(run(opened("payout"), pay).refused).toBe(1);
  });
});

describe("any order of commands", () => {
  // Every sequence of four out of ten commands, for both types: 20 000 lives of a transaction.
  it.each(["hosted", "payout"] as const)(
    "never takes the status of a %s backwards, and tells a final status once",
    (flow) => {
      const first = opened(flow);
      const wrong: string[][] = [];
      for (const a of commands)
        for (const b of commands)
          for (const c of commands)
            for (const d of commands) {
              const { told } = run(first, a, b, c, d);
              if (!/^(pending,?)?(successful|rejected|expired)?$/.test(told.join()))
                wrong.push(told);
            }
      expect(wrong).toEqual([]);
    },
  );
});
