// @ts-check
import { describe, expect, test } from "vitest";
import { formatMoney, toCents, toDecimal } from "../src/books/money.js";

describe("money", () => {
  test.each([
    ["200.00", 20000],
    ["12.5", 1250],
    ["0.07", 7],
    ["7", 700],
    ["1.100", 110],
    // As floats, times 100, these are 1998.9999999999998 and 110.00000000000001.
    ["19.99", 1999],
    ["1.10", 110],
  ])("reads %s as %i cents", (text, cents) => {
    expect(toCents(text)).toBe(cents);
  });

  test.each([
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
  ])("takes %j for no amount", (text) => {
    expect(toCents(text)).toBeUndefined();
  });

  test("writes cents as the gateway wants them", () => {
    expect([0, 7, 70, 700, 123456].map(toDecimal)).toEqual([
      "0.00",
      "0.07",
      "0.70",
      "7.00",
      "1234.56",
    ]);
  });

  test("writes cents as a customer reads them", () => {
    expect(formatMoney(1290, "EUR")).toBe("€12.90");
    expect(formatMoney(-1290, "EUR")).toBe("−€12.90");
    expect(formatMoney(1290, "SEK")).toBe("SEK 12.90");
  });
});
