import { data } from "currency-codes";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { currencyDigits, formatAmount } from "../../src/protocol/money.js";

/** Codes of ISO 4217 that are no money: metals, units of account, tests. The standard gives them no decimals ("N.A."). */
const notMoney = "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX".split(" ");

describe("currencyDigits", () => {
  it("matches ISO 4217 for every currency", () => {
    const currencies = data.filter(({ code }) => !notMoney.includes(code));
    expect(currencies.length).toBeGreaterThan(150);
    const expected = currencies.map(({ code, digits }) => `${code} ${digits}`);
    expect(currencies.map(({ code }) => `${code} ${currencyDigits(code)}`)).toEqual(expected);
  });

  it.each([
    ["eur", 2],
    ["jpy", 0],
    ["USDT", 2],
    ["", 2],
  ])("returns for %j the digits %j", (currency, digits) => {
    expect(currencyDigits(currency)).toBe(digits);
  });
});

describe("formatAmount", () => {
  it.each([
    ["200", "EUR", "200.00"],
    ["12480.5", "EUR", "12,480.50"],
    ["0.05", "EUR", "0.05"],
    ["1234567.899", "EUR", "1,234,567.899"],
    ["1290.00", "JPY", "1,290"],
    ["1290.50", "JPY", "1,290.5"],
    ["1.5", "KWD", "1.500"],
    ["-1000", "EUR", "-1,000.00"],
    ["99999999999999999999.01", "EUR", "99,999,999,999,999,999,999.01"],
    ["1e3", "EUR", "1e3"],
    ["", "EUR", ""],
    ["1.", "EUR", "1."],
  ])("formats %j %s as %j", (amount, currency, text) => {
    expect(formatAmount(amount, currency)).toBe(text);
  });

  it("keeps the value", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 24n }),
        fc.integer({ min: 0, max: 999_999 }),
        fc.constantFrom("EUR", "JPY", "KWD", "CLF"),
        (whole, fraction, currency) => {
          const amount = `${whole}.${String(fraction).padStart(6, "0")}`;
          const [left, right = ""] = formatAmount(amount, currency).split(".");
          expect(`${left?.replaceAll(",", "")}.${right.padEnd(6, "0")}`).toBe(amount);
        },
      ),
    );
  });
});
