import { describe, expect, it } from "vitest";
import {
  approvalRate,
  currenciesOf,
  daysUntil,
  groupByDay,
  meanTimeOf,
  resultsByProvider,
  sumOf,
} from "../../../src/portal/analytics/summarize-totals.js";
import type { DailyTotal } from "../../../src/storage/daily-totals.js";

function total(fields: Partial<DailyTotal>): DailyTotal {
  return {
    day: "2026-01-01",
    mode: "test",
    currency: "EUR",
    type: "deposit",
    providerId: "cardo",
    status: "successful",
    count: 1,
    amountMinor: 1000,
    finalMs: 0,
    ...fields,
  };
}

describe("daily totals", () => {
  it("adds up matching totals", () => {
    const totals = [
      total({ count: 2, amountMinor: 5000 }),
      total({ day: "2026-01-02", count: 3, amountMinor: 7500 }),
      total({ currency: "USD", count: 4, amountMinor: 9000 }),
      total({ status: "rejected", count: 5, amountMinor: 1 }),
    ];
    expect(sumOf(totals, { currency: "EUR", status: "successful" })).toEqual({
      count: 5,
      amountMinor: 12_500,
    });
    expect(sumOf(groupByDay(totals).get("2026-01-02") ?? [], {})).toEqual({
      count: 3,
      amountMinor: 7500,
    });
    expect(sumOf(totals, {})).toEqual({ count: 14, amountMinor: 21_501 });
  });

  it("calculates the approval rate of decided transactions", () => {
    const undecided = [
      total({ status: "pending", count: 50 }),
      total({ status: "expired", count: 50 }),
    ];
    expect(approvalRate(undecided)).toBeUndefined();
    expect(
      approvalRate([...undecided, total({ count: 3 }), total({ status: "rejected", count: 1 })]),
    ).toBe(0.75);
  });

  it("separates deposits and payouts of a provider", () => {
    const results = resultsByProvider([
      total({ providerId: "pursa", count: 8, finalMs: 80_000 }),
      total({ providerId: "pursa", status: "rejected", count: 2, finalMs: 40_000 }),
      total({ providerId: "pursa", status: "expired", count: 9, finalMs: 9e9 }),
      total({ providerId: "pursa", type: "withdrawal", count: 1, finalMs: 600_000 }),
      total({ providerId: null, status: "expired", count: 4 }),
    ]);
    expect(results).toEqual([
      { providerId: "pursa", type: "deposit", approved: 8, decided: 10, finalMs: 120_000 },
      { providerId: "pursa", type: "withdrawal", approved: 1, decided: 1, finalMs: 600_000 },
    ]);
    expect(results.map(meanTimeOf)).toEqual([12_000, 600_000]);
  });

  it("sorts currencies by frequency", () => {
    const totals = [
      total({ currency: "USD", count: 2 }),
      total({ currency: "EUR", count: 1 }),
      total({ currency: "EUR", count: 3, day: "2026-01-02" }),
      total({ currency: "CHF", count: 2 }),
    ];
    expect(currenciesOf(totals)).toEqual(["EUR", "CHF", "USD"]);
  });

  it("lists days across a month boundary", () => {
    expect(daysUntil(Date.UTC(2026, 2, 2, 23, 59), 4)).toEqual([
      "2026-02-27",
      "2026-02-28",
      "2026-03-01",
      "2026-03-02",
    ]);
  });
});
