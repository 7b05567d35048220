import { describe, expect, it } from "vitest";
import { formatMoney, toCents, toDecimal } from "../src/store/money.js";

describe("money", () => {
  it.each([
    ["29.90", 2990],
    ["29.9", 2990],
    ["29.9000", 2990],
    ["0.07", 7],
    ["119", 11900],
    // Not exact as floating-point numbers.
    ["1.1", 110],
    ["4.35", 435],
  ])("parses %s as %i cents", (text, cents) => {
    expect(toCents(text)).toBe(cents);
  });

  it.each(["", "29.901", "-1", "1e3", "01", " 1", "1,5", "Infinity", "9".repeat(17), 29.9, null])(
    "rejects %j",
    (text) => {
      expect(toCents(text)).toBeUndefined();
    },
  );

  it("formats an amount for the gateway and for a page", () => {
    expect([0, 7, 90, 2990].map(toDecimal)).toEqual(["0.00", "0.07", "0.90", "29.90"]);
    expect(formatMoney(11900, "EUR")).toBe("€119.00");
  });
});
