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
  let statuses: string[] = [];
  let rejected = 0;
  for (const command of commands) {
    const result = transition(record, command, start + 1);
    if (!result.ok) {
      rejected += 1;
      if (result.record !== record) throw new Error("a rejected command changed the record");
      continue;
    }
    record = result.record;
    statuses = statuses.concat(
      result.effects.flatMap((effect) => (effect.kind === "webhook" ? effect.payload.status : [])),
    );
  }
  return { record, statuses, rejected };
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
  { kind: "complete-challenge", passed: true },
  { kind: "complete-challenge", passed: false },
  confirm,
  { kind: "approve" },
  { kind: "reject", reason: "no" },
  { kind: "settle" },
  { kind: "expire" },
];

describe("a deposit", () => {
  it("opens as pending and expires", () => {
    const { record, effects } = openTransaction(
      { ...opened("hosted") },
      { transactionId: "id", pageToken: "page", now: start, expiresAfterMs: 60_000 },
    );
    expect(record).toMatchObject({ status: "pending", stage: "open", type: "deposit" });
    expect(effects).toEqual([{ kind: "schedule", work: "expire", at: start + 60_000 }]);
  });

  it("reports pending, then the result", () => {
    expect(run(opened("hosted"), pay)).toMatchObject({
      statuses: ["pending", "successful"],
      record: { status: "successful", stage: "closed", providerId: "northbank" },
    });
    expect(run(opened("hosted"), decline)).toMatchObject({
      statuses: ["pending", "rejected"],
      record: { status: "rejected", rejectedReason: "Insufficient funds" },
    });
  });

  it("stays pending during the 3DS challenge", () => {
    const asked = run(opened("hosted"), challenge);
    expect(asked).toMatchObject({ statuses: ["pending"], record: { stage: "challenge" } });
    const passed = run(asked.record, { kind: "complete-challenge", passed: true });
    expect(passed.statuses).toEqual(["successful"]);
    const failed = run(asked.record, { kind: "complete-challenge", passed: false });
    expect(failed.statuses).toEqual(["rejected"]);
    expect(run(asked.record, { kind: "expire" }).statuses).toEqual(["expired"]);
  });

  it("is paid once for repeated submits", () => {
    expect(run(opened("hosted"), pay, pay, decline)).toMatchObject({
      statuses: ["pending", "successful"],
      rejected: 2,
    });
  });

  it("cannot be approved", () => {
    const { rejected } = run(opened("hosted"), confirm, { kind: "approve" }, { kind: "settle" });
    expect(rejected).toBe(3);
  });
});

describe("a payout", () => {
  it("is confirmed, approved and settled", () => {
    const confirmed = run(opened("payout"), confirm);
    expect(confirmed).toMatchObject({ statuses: ["pending"], record: { stage: "review" } });
    const approved = run(confirmed.record, { kind: "approve" });
    expect(approved).toMatchObject({
      statuses: [],
      record: { stage: "settling", status: "pending" },
    });
    expect(run(approved.record, { kind: "settle" }).statuses).toEqual(["successful"]);
  });

  it("settles when approved", () => {
    const { record } = run(opened("payout"), confirm);
    const approved = transition(record, { kind: "approve" }, start + 7);
    expect(approved.ok && approved.effects).toEqual([
      { kind: "schedule", work: "settle", at: start + 7 },
    ]);
  });

  it("does not expire once confirmed", () => {
    const confirmed = transition(opened("payout"), confirm, start);
    expect(confirmed.ok && confirmed.effects[0]).toEqual({ kind: "cancel", work: "expire" });
    expect(run(confirmed.record, { kind: "expire" }).rejected).toBe(1);
  });

  it("cannot be rejected after approval or paid", () => {
    expect(
      run(opened("payout"), confirm, { kind: "approve" }, { kind: "reject", reason: "no" }),
    ).toMatchObject({ rejected: 1, record: { stage: "settling" } });
    expect(run(opened("payout"), pay).rejected).toBe(1);
  });
});

describe("any order of commands", () => {
  // Every sequence of four out of ten commands, for both types: 20,000 transactions.
  it.each(["hosted", "payout"] as const)("reports one final status of a %s", (flow) => {
    const first = opened(flow);
    const invalid: string[][] = [];
    for (const a of commands)
      for (const b of commands)
        for (const c of commands)
          for (const d of commands) {
            const { statuses } = run(first, a, b, c, d);
            if (!/^(pending,?)?(successful|rejected|expired)?$/.test(statuses.join()))
              invalid.push(statuses);
          }
    expect(invalid).toEqual([]);
  });
});
