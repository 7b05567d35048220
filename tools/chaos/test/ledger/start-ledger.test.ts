import { afterEach, describe, expect, it, vi } from "vitest";
import { call } from "../../dist/ledger/call.js";
import { type LedgerProcess, startLedger } from "../../dist/ledger/start-ledger.js";

const ledgers: LedgerProcess[] = [];
const open = async () => {
  const ledger = await startLedger({ leaseMs: 1000 });
  ledgers.push(ledger);
  return ledger;
};
afterEach(async () => {
  await Promise.all(ledgers.splice(0).map((ledger) => ledger.close()));
});

describe("startLedger", () => {
  it("serves the ledger over HTTP", async () => {
    const ledger = await open();
    const entry = { key: "d:1:held", transactionKey: "d:1", rank: undefined, fencingToken: 1 };
    await call(ledger.url, "append", { entry });
    await call(ledger.url, "append", { entry });
    const { entries, runs } = await ledger.snapshot();
    expect(entries.map(({ key }) => key)).toEqual(["d:1:held", "d:1:held"]);
    expect(entries[0]?.rank).toBeUndefined();
    expect(runs).toBe(2);
  });

  it("throws once the process has exited", async () => {
    const ledger = await open();
    expect(ledger.hasEnded()).toBe(false);
    process.kill(ledger.pid, "SIGKILL");
    await vi.waitFor(() => expect(ledger.hasEnded()).toBe(true), { timeout: 20_000 });
    await expect(ledger.snapshot()).rejects.toThrow("exited unexpectedly");
  });
});
