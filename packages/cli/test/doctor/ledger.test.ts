import { describe, expect, test } from "vitest";
import { addDecimals, compareDecimals } from "../../src/doctor/decimal.js";
import { bookedSince, parseLedger } from "../../src/doctor/ledger.js";

const row = { tracking_id: "order-1", amount: "12.90", currency: "EUR" };

describe("a ledger is read", () => {
  test.each([
    ["JSON", JSON.stringify([{ ...row, customer: "c" }])],
    ["JSON lines", `${JSON.stringify(row)}\n${JSON.stringify(row)}\n`],
    ["CSV", "currency,tracking_id,amount\r\nEUR,order-1,12.90\r\n"],
    [
      "CSV with quotes and a byte order mark",
      '\uFEFF"tracking_id",amount,currency\n"order-1","12.90",EUR',
    ],
  ])("from %s", (_kind, text) => {
    expect(parseLedger(text)[0]).toEqual(row);
  });

  test("with commas, quotes and line breaks inside quotes", () => {
    const text = 'note,tracking_id,amount,currency\n"a, ""b""\nc",order-1,12.90,EUR';
    expect(parseLedger(text)).toEqual([row]);
  });

  test("with ids to the last blank", () => {
    const text = "tracking_id,amount,currency\norder-1 , 12.90 ,EUR\n";
    expect(parseLedger(text)).toEqual([{ ...row, tracking_id: "order-1 " }]);
  });

  test.each(["", " \n", "[]"])("as empty from %j", (text) => {
    expect(parseLedger(text)).toEqual([]);
  });

  test.each([
    ["a column is missing", "tracking_id,amount\norder-1,12.90", /Row 1 .* no text in currency/],
    [
      "an amount is a JSON number",
      '[{"tracking_id":"a","amount":1.5,"currency":"EUR"}]',
      /Row 1 .* amount/,
    ],
    [
      "an amount is written for people",
      'tracking_id,amount,currency\na,"1,290.00",EUR',
      /1,290\.00/,
    ],
    ["a quote is not closed", 'tracking_id,amount,currency\n"a,1.00,EUR', /line 2: .* not closed/],
    [
      "two columns have one name",
      "tracking_id,amount,currency,amount\na,1,EUR,2",
      /two columns amount/,
    ],
    ["a line has more cells", "tracking_id,amount,currency\na,1,EUR,2", /Line 2 .* 4 cells/],
    ["it is HTML", "<html>not found</html>", /Row|no text|tracking_id/],
    ["JSON is cut", '[{"tracking_id"', /begins like JSON/],
  ])("or refused, with the place, when %s", (_why, text, message) => {
    expect(() => {
      if (parseLedger(text).length === 0) throw new Error("no text: nothing was read");
    }).toThrow(message);
  });
});

test("what stood in the books before does not count", () => {
  const booked = bookedSince([row, row], [row, row, row, { ...row, amount: "0.10" }]);
  expect([...booked.of("order-1")]).toEqual([["EUR", "13"]]);
  expect(bookedSince([row], [row]).of("order-1").size).toBe(0);
});

test("a credit that was taken back is no credit, and currencies are not added up", () => {
  const taken = { ...row, amount: "-12.90" };
  expect(bookedSince([], [row, taken]).of("order-1").size).toBe(0);
  expect([...bookedSince([], [row, { ...row, currency: "SEK" }]).of("order-1")]).toEqual([
    ["EUR", "12.9"],
    ["SEK", "12.9"],
  ]);
});

test("amounts are added to the last digit", () => {
  expect(addDecimals("0.10", "0.20")).toBe("0.3");
  expect(addDecimals("9007199254740993", "0.01")).toBe("9007199254740993.01");
  expect(addDecimals("-0.05", "0.01")).toBe("-0.04");
  expect(compareDecimals("12.90", "12.9")).toBe(0);
  expect(compareDecimals("12.89", "12.9")).toBeLessThan(0);
});
