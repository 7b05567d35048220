import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leasedInbox } from "../../src/receiver/leased-inbox.js";
import { startLedger } from "../../src/ledger/start-ledger.js";

const leaseMs = 200;
let ledger: Awaited<ReturnType<typeof startLedger>>;
beforeAll(async () => {
  ledger = await startLedger({ leaseMs });
});
afterAll(() => ledger.close());

let changes = 0;
const newChange = () => {
  changes += 1;
  const transactionKey = `d:${changes}`;
  const key = `${transactionKey}:held`;
  const own = { account: "default", status: "held", rank: undefined, isHandled: true };
  return { ...own, transactionKey, key, content: "{}" };
};
const open = (options = {}) => leasedInbox({ ledgerUrl: ledger.url, leaseMs, ...options });
const claimNew = async (inbox, change) => {
  const claim = await inbox.claim(change);
  if (claim.state !== "new") throw new Error(claim.state);
  return claim.lease;
};

describe("leasedInbox", () => {
  it("holds a change for longer than the lease", async () => {
    const inbox = open();
    const change = newChange();
    const lease = await claimNew(inbox, change);
    await pause(leaseMs * 2);
    expect(await open().claim(change)).toEqual({ state: "in-progress" });
    expect(await inbox.complete(change, lease)).toBe(true);
    expect(await open().claim(change)).toEqual({ state: "duplicate" });
  });

  it("lets another take over what was abandoned", async () => {
    const inbox = open();
    const change = newChange();
    const lease = await claimNew(inbox, change);
    inbox.abandon?.(change, lease);
    expect(await open().claim(change)).toEqual({ state: "in-progress" });
    await pause(leaseMs * 1.5);
    const other = open();
    const taken = await claimNew(other, change);
    expect(taken.fencingToken).toBeGreaterThan(lease.fencingToken);
    expect(await inbox.complete(change, lease)).toBe(false);
    await other.release(change, taken);
  });

  it("does not renew as a negative control", async () => {
    const change = newChange();
    await claimNew(open({ neverRenews: true }), change);
    await pause(leaseMs * 1.5);
    expect(await open().claim(change)).toMatchObject({ state: "new" });
  });
});
