import { describe, expect, it } from "vitest";
import { openTransaction } from "../../src/gateway/open-transaction.js";
import type { TransactionRecord } from "../../src/gateway/transaction-record.js";
import { transition, type Command } from "../../src/gateway/transition.js";

const late: Command = { kind: "late-success" };

function deposit(...commands: Command[]): TransactionRecord {
  const { record } = openTransaction(
    {
      trackingId: "order-1",
      userId: "customer-1",
      currency: "EUR",
      amount: "200.00",
      country: null,
      flow: "hosted",
      accountId: "account",
      mode: "test",
      providerId: null,
      returnUrl: null,
    },
    { transactionId: "id", pageToken: "page", now: 0, expiresAfterMs: 1_800_000 },
  );
  return commands.reduce((before, command) => transition(before, command, 1).record, record);
}

const submit = { kind: "submit", providerId: "northbank", cardLast4: null } as const;
const declined: Command = { ...submit, decision: { kind: "declined", reason: "No money" } };

describe("late success", () => {
  it("makes a rejected deposit successful once", () => {
    const rejected = deposit(declined);
    const result = transition(rejected, late, 7);
    expect(result).toMatchObject({
      ok: true,
      record: { status: "successful", stage: "closed", rejectedReason: null, updatedAt: 7 },
    });
    expect(result.ok && result.effects).toContainEqual({
      kind: "webhook",
      payload: expect.objectContaining({ status: "successful" }),
    });
    expect(transition(result.record, late, 8)).toEqual({ ok: false, record: result.record });
  });

  it.each<[string, TransactionRecord]>([
    ["open", deposit()],
    ["expired", deposit({ kind: "expire" })],
    ["successful", deposit({ ...submit, decision: { kind: "passes" } })],
  ])("ignores a deposit that is %s", (_name, record) => {
    expect(transition(record, late, 7)).toEqual({ ok: false, record });
  });
});
