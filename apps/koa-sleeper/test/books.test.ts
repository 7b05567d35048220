// @ts-check
import type { Entry } from "../src/books/ledger.js";
import { expect, test } from "vitest";
import { createLedger } from "../src/books/ledger.js";
import { formatEuros, toCents, toDecimal } from "../src/books/money.js";

const entry: Entry = {
  key: "deposit:1:successful",
  account: "fares",
  cents: 2990,
  currency: "EUR",
  trackingId: "berth-1",
  transactionId: "1",
};

test("the ledger books a key once", () => {
  const ledger = createLedger();
  expect(ledger.book(entry)).toBe(true);
  expect(ledger.book({ ...entry, cents: 5 })).toBe(false);
  expect(ledger.balance("fares", "EUR")).toBe(2990);
});

test("the ledger keeps accounts and currencies apart", () => {
  const ledger = createLedger();
  ledger.book(entry);
  ledger.book({ ...entry, key: "2", account: "unclear", cents: 1 });
  ledger.book({ ...entry, key: "3", currency: "SEK", cents: 7 });
  expect(ledger.balance("fares", "EUR")).toBe(2990);
  expect(ledger.balance("unclear", "EUR")).toBe(1);
  expect(ledger.balance("fares", "SEK")).toBe(7);
});

test("the ledger cannot be changed from outside", () => {
  const ledger = createLedger();
  ledger.book(entry);
  ledger.entries().pop();
  expect(ledger.entries()).toHaveLength(1);
  expect(Object.isFrozen(ledger.entries()[0])).toBe(true);
});

test.each([0, -1, 0.5, Number.NaN, 2 ** 53])("the ledger books no %d cents", (cents) => {
  expect(() => createLedger().book({ ...entry, cents })).toThrow(RangeError);
});

test.each([
  ["29.90", 2990],
  ["29.9", 2990],
  ["29.9000", 2990],
  ["0.07", 7],
  ["119", 11900],
  // As floats these two are a little off.
  ["1.1", 110],
  ["4.35", 435],
])("%s is %i cents", (text, cents) => {
  expect(toCents(text)).toBe(cents);
});

test.each(["", "29.901", "-1", "1e3", "01", " 1", "1,5", "Infinity", "9".repeat(17), 29.9, null])(
  "%j is no amount",
  (text) => {
    expect(toCents(text)).toBeUndefined();
  },
);

test("cents are written with two places", () => {
  expect([0, 7, 90, 2990].map(toDecimal)).toEqual(["0.00", "0.07", "0.90", "29.90"]);
  expect(formatEuros(11900)).toBe("€119.00");
});
