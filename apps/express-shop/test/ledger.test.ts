// @ts-check
import { describe, expect, test } from "vitest";
import { createLedger } from "../src/books/ledger.js";

const entry = {
  key: "deposit:1:successful",
  from: "gateway",
  to: "sales",
  cents: 1290,
  currency: "EUR",
  trackingId: "order-1",
  transactionId: "1",
};

describe("the ledger", () => {
  test("books a key once", () => {
    const ledger = createLedger();
    expect(ledger.transfer(entry)).toBe(true);
    expect(ledger.transfer({ ...entry, cents: 5 })).toBe(false);
    expect(ledger.balance("sales", "EUR")).toBe(1290);
  });

  test("takes from one account what it gives to another, in one currency", () => {
    const ledger = createLedger();
    ledger.transfer(entry);
    ledger.transfer({ ...entry, key: "other", currency: "SEK", cents: 7 });
    expect(ledger.balance("gateway", "EUR") + ledger.balance("sales", "EUR")).toBe(0);
    expect(ledger.balance("sales", "SEK")).toBe(7);
  });

  test.each([0, -1, 0.5, Number.NaN, 2 ** 53])("books no %d cents", (cents) => {
    expect(() => createLedger().transfer({ ...entry, cents })).toThrow(RangeError);
  });

  test("cannot be changed from outside", () => {
    const ledger = createLedger();
    ledger.transfer(entry);
    ledger.entries().pop();
    expect(ledger.entries()).toHaveLength(1);
    expect(Object.isFrozen(ledger.entries()[0])).toBe(true);
  });
});
