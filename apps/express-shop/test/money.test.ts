import { describe, expect, it } from "vitest";
import { formatMoney, toCents, toDecimal } from "../src/store/money.js";

describe("money", () => {
  it.each([
    ["200.00", 20000],
    ["12.5", 1250],
    ["0.07", 7],
    ["7", 700],
    ["1.100", 110],
    // As floating-point numbers, times 100, these are 1998.9999999999998 and 110.00000000000001.
    ["19.99", 1999],
    ["1.10", 110],
  ])("parses %s as %i cents", (text, cents) => {
    expect(toCents(text)).toBe(cents);
  });

  it.each([
    "",
    "-1.00",
    "1e3",
    "1,00",
    "0.001",
    " 1.00",
    "01.00",
    "99999999999999999.00",
    12,
    null,
  ])("rejects %j", (text) => {
    expect(toCents(text)).toBeUndefined();
  });

  it("formats an amount for the gateway", () => {
    expect([0, 7, 70, 700, 123456].map(toDecimal)).toEqual([
      "0.00",
      "0.07",
      "0.70",
      "7.00",
      "1234.56",
    ]);
  });

  it("formats an amount for people", () => {
    expect(formatMoney(1290, "EUR")).toBe("€12.90");
    expect(formatMoney(-123456, "EUR")).toBe("-€1,234.56");
    expect(formatMoney(-0, "EUR")).toBe("€0.00");
    expect(formatMoney(129000, "JPY")).toBe("¥1,290");
    expect(formatMoney(12_345_678_90, "EUR")).toBe("€12,345,678.90");
  });
});
