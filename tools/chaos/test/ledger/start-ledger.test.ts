import { afterEach, expect, it, vi } from "vitest";
import { call } from "../../src/ledger/call.js";
import { startLedger } from "../../src/ledger/start-ledger.js";

const ledgers: Awaited<ReturnType<typeof startLedger>>[] = [];
const open = async () => {
  const ledger = await startLedger({ leaseMs: 1000 });
  ledgers.push(ledger);
  return ledger;
};
afterEach(async () => {
  await Promise.all(ledgers.splice(0).map((ledger) => ledger.close()));
});

it("books what it is told over HTTP, in a process of its own", async () => {
  const ledger = await open();
  const entry = { key: "d:1:held", transactionKey: "d:1", rank: undefined, fencingToken: 1 };
  await call(ledger.url, "append", { entry });
  await call(ledger.url, "append", { entry });
  const { entries, runs } = await ledger.books();
  expect(entries.map(({ key }) => key)).toEqual(["d:1:held", "d:1:held"]);
  expect(entries[0]?.rank).toBeUndefined();
  expect(runs).toBe(2);
});

it("says that it ended by itself: a run without books proves nothing", async () => {
  const ledger = await open();
  expect(ledger.hasEnded()).toBe(false);
  process.kill(ledger.pid, "SIGKILL");
  await vi.waitFor(() => expect(ledger.hasEnded()).toBe(true));
  await expect(ledger.books()).rejects.toThrow("The ledger ended by itself");
});
