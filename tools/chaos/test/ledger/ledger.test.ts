import { describe, expect, it } from "vitest";
import { createLedger } from "../../src/ledger/ledger.js";

const event = {
  transaction_id: "1",
  transaction_type: "d",
  tracking_id: "order-1",
  user_id: "customer-1",
  status: "successful",
  currency: "EUR",
  amount: "20.00",
};
const entry = (key, rank, fencingToken) => ({
  key,
  transactionKey: "d:1",
  rank,
  fencingToken,
  event,
});

describe("createLedger", () => {
  it("appends whatever it is told: it has no unique constraint", () => {
    const ledger = createLedger({ leaseMs: 1000 });
    ledger.append({ entry: entry("d:1:successful", 1, 1) });
    ledger.append({ entry: entry("d:1:successful", 1, 2) });
    expect(ledger.books().entries).toHaveLength(2);
  });

  it("books a key once by the effect that the documentation asks for, and counts the second run", () => {
    const ledger = createLedger({ leaseMs: 1000 });
    ledger.appendOnce({ entry: entry("d:1:successful", 1, 1) });
    const { taken } = ledger.appendOnce({ entry: entry("d:1:successful", 1, 2) });
    expect(taken).toBe(true);
    expect(ledger.books().entries).toHaveLength(1);
    expect(ledger.books().runs).toBe(2);
  });

  it("refuses a holder from the past", () => {
    const ledger = createLedger({ leaseMs: 1000 });
    ledger.appendOnce({ entry: entry("d:1:rejected", 1, 2) });
    const { taken } = ledger.appendOnce({ entry: entry("d:1:successful", 1, 1) });
    expect(taken).toBe(false);
    expect(ledger.books().entries).toHaveLength(1);
  });

  it("leaves a pending out that comes after a final one whose record was never made", () => {
    const ledger = createLedger({ leaseMs: 1000 });
    ledger.appendOnce({ entry: entry("d:1:successful", 1, 1) });
    ledger.appendOnce({ entry: entry("d:1:pending", 0, 2) });
    expect(ledger.books().entries.map(({ key }) => key)).toEqual(["d:1:successful"]);
  });
});
