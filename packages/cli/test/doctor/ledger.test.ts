import { describe, expect, it } from "vitest";
import { addDecimals, compareDecimals } from "../../src/doctor/decimal.js";
import { creditsSince, parseLedger } from "../../src/doctor/ledger.js";

const row = { tracking_id: "order-1", amount: "12.90", currency: "EUR" };

describe("parseLedger", () => {
  it.each([
    ["JSON", JSON.stringify([{ ...row, customer: "c" }])],
    ["JSON Lines", `${JSON.stringify(row)}\n${JSON.stringify(row)}\n`],
    ["CSV", "currency,tracking_id,amount\r\nEUR,order-1,12.90\r\n"],
    ["CSV with semicolons", "tracking_id;amount;currency\r\norder-1;12.90;EUR\r\n;;\r\n"],
    ["CSV with a separator line", "\uFEFFsep=|\ntracking_id|amount|currency\norder-1|12.90|EUR"],
    [
      "CSV with quotes and a byte order mark",
      '\uFEFF"tracking_id",amount,currency\n"order-1","12.90",EUR',
    ],
  ])("reads %s", (_format, text) => {
    expect(parseLedger(text)[0]).toEqual(row);
  });

  it("reads commas, quotes and line breaks inside quotes", () => {
    const text = 'note,tracking_id,amount,currency\n"a, ""b""\nc",order-1,12.90,EUR';
    expect(parseLedger(text)).toEqual([row]);
  });

  it("keeps whitespace in ids", () => {
    const text = "tracking_id,amount,currency\norder-1 , 12.90 ,EUR\n";
    expect(parseLedger(text)).toEqual([{ ...row, tracking_id: "order-1 " }]);
  });

  it.each(["", " \n", "[]"])("reads %j as an empty ledger", (text) => {
    expect(parseLedger(text)).toEqual([]);
  });

  it.each([
    ["a missing column", "tracking_id,amount\norder-1,12.90", /Row 1 .* no string in currency/],
    [
      "an amount as a JSON number",
      '[{"tracking_id":"a","amount":1.5,"currency":"EUR"}]',
      /Row 1 .* amount/,
    ],
    [
      "an amount with thousands separators",
      'tracking_id,amount,currency\na,"1,290.00",EUR',
      /1,290\.00/,
    ],
    ["an unclosed quote", 'tracking_id,amount,currency\n"a,1.00,EUR', /line 2: .* not closed/],
    ["a repeated column", "tracking_id,amount,currency,amount\na,1,EUR,2", /two amount columns/],
    ["a line with too many cells", "tracking_id,amount,currency\na,1,EUR,2", /Line 2 .* 4 cells/],
    ["HTML", "<html>not found</html>", /Row|no text|tracking_id/],
    ["truncated JSON", '[{"tracking_id"', /not valid JSON/],
  ])("rejects %s", (_name, text, message) => {
    expect(() => {
      if (parseLedger(text).length === 0) throw new Error("no text: nothing was read");
    }).toThrow(message);
  });
});

describe("credits", () => {
  it("ignores entries from before the run", () => {
    const booked = creditsSince([row, row], [row, row, row, { ...row, amount: "0.10" }]);
    expect([...booked.of("order-1")]).toEqual([["EUR", "13"]]);
    expect(creditsSince([row], [row]).of("order-1").size).toBe(0);
  });

  it("subtracts reversed credits and separates currencies", () => {
    const reversed = { ...row, amount: "-12.90" };
    expect(creditsSince([], [row, reversed]).of("order-1").size).toBe(0);
    expect([...creditsSince([], [row, { ...row, currency: "SEK" }]).of("order-1")]).toEqual([
      ["EUR", "12.9"],
      ["SEK", "12.9"],
    ]);
  });

  it("adds amounts exactly", () => {
    expect(addDecimals("0.10", "0.20")).toBe("0.3");
    expect(addDecimals("9007199254740993", "0.01")).toBe("9007199254740993.01");
    expect(addDecimals("-0.05", "0.01")).toBe("-0.04");
    expect(compareDecimals("12.90", "12.9")).toBe(0);
    expect(compareDecimals("12.89", "12.9")).toBeLessThan(0);
  });
});
