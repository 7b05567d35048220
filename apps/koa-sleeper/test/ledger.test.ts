import { describe, expect, it } from "vitest";
import { createLedger, type Entry } from "../src/store/ledger.js";

const entry: Entry = {
  key: "deposit:1:successful",
  account: "fares",
  cents: 2990,
  currency: "EUR",
  trackingId: "berth-1",
  transactionId: "1",
};

describe("the ledger", () => {
  it("books a key once", () => {
    const ledger = createLedger();
    expect(ledger.book(entry)).toBe(true);
    expect(ledger.book({ ...entry, cents: 5 })).toBe(false);
    expect(ledger.balance("fares", "EUR")).toBe(2990);
  });

  it("separates accounts and currencies", () => {
    const ledger = createLedger();
    ledger.book(entry);
    ledger.book({ ...entry, key: "2", account: "unclear", cents: 1 });
    ledger.book({ ...entry, key: "3", currency: "SEK", cents: 7 });
    expect(ledger.balance("fares", "EUR")).toBe(2990);
    expect(ledger.balance("unclear", "EUR")).toBe(1);
    expect(ledger.balance("fares", "SEK")).toBe(7);
  });

  it("returns copies", () => {
    const ledger = createLedger();
    ledger.book(entry);
    ledger.entries().pop();
    expect(ledger.entries()).toHaveLength(1);
    expect(Object.isFrozen(ledger.entries()[0])).toBe(true);
  });

  it.each([0, -1, 0.5, Number.NaN, 2 ** 53])("rejects an amount of %d cents", (cents) => {
    expect(() => createLedger().book({ ...entry, cents })).toThrow(RangeError);
  });
});
