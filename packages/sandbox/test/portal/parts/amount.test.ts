import { describe, expect, it } from "vitest";
import { amount, toRawSum, toSumText } from "../../../src/portal/parts/amount.js";

describe("an amount", () => {
  it("wraps between groups of digits if it is long", async () => {
    const long = { amount: "9".repeat(40), currency: "JPY", type: "deposit" } as const;
    expect(String(await amount(long))).toMatch(/>9,<wbr \/>999(,<wbr \/>999){12}</);
    expect(String(await amount({ ...long, amount: "1234567890.5" }))).toContain(
      ">1,234,567,890.5 <",
    );
  });

  it("has a minus sign for payouts", async () => {
    const payout = { amount: "5", currency: "EUR", type: "withdrawal" } as const;
    expect(String(await amount(payout))).toContain("−</span>5.00 <small>EUR");
  });
});

describe("a sum of thousandths", () => {
  it.each([
    [0, "EUR", "0.00", "0"],
    [12_480_500, "EUR", "12,480.50", "12480.5"],
    [1_290_000, "JPY", "1,290", "1290"],
    [5, "KWD", "0.005", "0.005"],
    [1005, "EUR", "1.005", "1.005"],
    [100_000, "JPY", "100", "100"],
  ])("of %d %s is %s, and %s in the API", (thousandths, currency, text, raw) => {
    expect(toSumText(thousandths, currency)).toBe(text);
    expect(toRawSum(thousandths)).toBe(raw);
  });

  it("is only a lower bound beyond the exact range", () => {
    expect(toSumText(Number.MAX_SAFE_INTEGER, "JPY")).toBe("over 9,007,199,254,740");
  });
});
