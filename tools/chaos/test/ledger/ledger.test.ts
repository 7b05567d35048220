import type { StatusRank } from "@numipay/core";
import { describe, expect, it } from "vitest";
import type { Entry } from "../../src/ledger/entry.js";
import { createLedger } from "../../src/ledger/ledger.js";
import { createEvent } from "../change.js";

const entry = (key: string, rank: StatusRank, fencingToken: number): Entry => ({
  key,
  transactionKey: "d:1",
  rank,
  fencingToken,
  event: createEvent(),
});

describe("append", () => {
  it("accepts duplicates", () => {
    const ledger = createLedger({ leaseMs: 1000 });
    ledger.append({ entry: entry("d:1:successful", 1, 1) });
    ledger.append({ entry: entry("d:1:successful", 1, 2) });
    expect(ledger.snapshot().entries).toHaveLength(2);
  });
});

describe("appendOnce", () => {
  it("appends a key once and counts both runs", () => {
    const ledger = createLedger({ leaseMs: 1000 });
    ledger.appendOnce({ entry: entry("d:1:successful", 1, 1) });
    const { accepted } = ledger.appendOnce({ entry: entry("d:1:successful", 1, 2) });
    expect(accepted).toBe(true);
    expect(ledger.snapshot().entries).toHaveLength(1);
    expect(ledger.snapshot().runs).toBe(2);
  });

  it("rejects an outdated fencing token", () => {
    const ledger = createLedger({ leaseMs: 1000 });
    ledger.appendOnce({ entry: entry("d:1:rejected", 1, 2) });
    const { accepted } = ledger.appendOnce({ entry: entry("d:1:successful", 1, 1) });
    expect(accepted).toBe(false);
    expect(ledger.snapshot().entries).toHaveLength(1);
  });

  it("skips a pending after a final status", () => {
    const ledger = createLedger({ leaseMs: 1000 });
    ledger.appendOnce({ entry: entry("d:1:successful", 1, 1) });
    ledger.appendOnce({ entry: entry("d:1:pending", 0, 2) });
    expect(ledger.snapshot().entries.map(({ key }) => key)).toEqual(["d:1:successful"]);
  });
});
