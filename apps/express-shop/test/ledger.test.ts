import { describe, expect, it } from "vitest";
import { createLedger } from "../src/store/ledger.js";

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
  it("store a key once", () => {
    const ledger = createLedger();
    expect(ledger.transfer(entry)).toBe(true);
    expect(ledger.transfer({ ...entry, cents: 5 })).toBe(false);
    expect(ledger.balance("sales", "EUR")).toBe(1290);
  });

  it("keeps accounts balanced in each currency", () => {
    const ledger = createLedger();
    ledger.transfer(entry);
    ledger.transfer({ ...entry, key: "other", currency: "SEK", cents: 7 });
    expect(ledger.balance("gateway", "EUR") + ledger.balance("sales", "EUR")).toBe(0);
    expect(ledger.balance("sales", "SEK")).toBe(7);
  });

  it.each([0, -1, 0.5, Number.NaN, 2 ** 53])("store no %d cents", (cents) => {
    expect(() => createLedger().transfer({ ...entry, cents })).toThrow(RangeError);
  });

  it("returns copies", () => {
    const ledger = createLedger();
    ledger.transfer(entry);
    ledger.entries().pop();
    expect(ledger.entries()).toHaveLength(1);
    expect(Object.isFrozen(ledger.entries()[0])).toBe(true);
  });
});
