import { describe, expect, it } from "vitest";
import { comparePayouts, type PayoutRecord } from "../../src/oracle/compare-payouts.js";

/** A payout that was debited and paid. */
const paid: PayoutRecord = {
  tracking_id: "payout-1",
  debits: 1,
  refunds: 0,
  confirmations: 1,
  transactions: 1,
  rejected: 0,
  state: "confirmed",
};
/** A payout that the gateway refused, and that was refunded. */
const refunded = { ...paid, refunds: 1, confirmations: 0, transactions: 0, state: "refused" };
const clean = {
  lost: 0,
  lostKeys: [],
  sentTwice: 0,
  refundedTwice: 0,
  undecided: 0,
  problems: [],
};
const compare = (record: Partial<PayoutRecord>) => comparePayouts([{ ...paid, ...record }]);

describe("comparePayouts", () => {
  it("accepts payouts that are paid or refunded", () => {
    const rejected = { ...paid, refunds: 1, rejected: 1 };
    expect(comparePayouts([paid, refunded, rejected])).toEqual(clean);
  });

  it("accepts a debit that was rolled back", () => {
    expect(compare({ debits: 0, confirmations: 0, transactions: 0, state: "none" })).toEqual(clean);
  });

  it("counts a debit without a payout as lost", () => {
    const result = compare({ confirmations: 0, transactions: 0, state: "none" });
    expect(result).toMatchObject({ lost: 1, lostKeys: ["payout-1"] });
  });

  it("counts a rejected payout without a refund as lost", () => {
    expect(compare({ rejected: 1 })).toMatchObject({ lost: 1 });
  });

  it("counts a paid payout with a refund as lost", () => {
    expect(compare({ refunds: 1 })).toMatchObject({ lost: 1 });
  });

  it("counts payouts that stay unknown", () => {
    const unknown = { confirmations: 0, transactions: 0, state: "unknown" };
    expect(compare(unknown)).toEqual({ ...clean, undecided: 1 });
  });

  it("counts second transactions and refunds", () => {
    expect(compare({ transactions: 3 })).toMatchObject({ sentTwice: 2, lost: 0 });
    expect(comparePayouts([{ ...refunded, refunds: 2 }])).toMatchObject({ refundedTwice: 1 });
  });

  it.each([
    [{ debits: 2 }, "1 payouts were debited twice"],
    [{ debits: 0 }, "1 payouts were paid without a debit"],
    [{ transactions: 0, state: "unknown" }, "1 payouts are confirmed, and the gateway has none"],
    [{ state: "queued" }, "1 payouts still wait in the queue"],
    [{ state: "unknown" }, "1 payouts are unknown, although the gateway has them"],
  ])("reports a payout with %o", (record, problem) => {
    expect(compare(record).problems).toEqual([problem]);
  });
});
