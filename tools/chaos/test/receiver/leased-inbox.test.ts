import { setTimeout as pause } from "node:timers/promises";
import type { Change, Inbox } from "@numipay/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LedgerProcess, startLedger } from "../../dist/ledger/start-ledger.js";
import { leasedInbox } from "../../src/receiver/leased-inbox.js";
import { createChange } from "../change.js";

const leaseMs = 200;
let ledger: LedgerProcess;
beforeAll(async () => {
  ledger = await startLedger({ leaseMs });
});
afterAll(() => ledger.close());

let changes = 0;
const newChange = () => {
  changes += 1;
  return createChange(`d:${changes}`);
};
const open = ({ neverRenews = false } = {}) =>
  leasedInbox({ ledgerUrl: ledger.url, leaseMs, neverRenews });
const claimNew = async (inbox: Inbox, change: Change) => {
  const claim = await inbox.claim(change);
  if (claim.state !== "new") throw new Error(claim.state);
  return claim.lease;
};

describe("leasedInbox", () => {
  it("holds a change longer than the lease", async () => {
    const inbox = open();
    const change = newChange();
    const lease = await claimNew(inbox, change);
    await pause(leaseMs * 2);
    expect(await open().claim(change)).toEqual({ state: "in-progress" });
    expect(await inbox.complete(change, lease)).toBe(true);
    expect(await open().claim(change)).toEqual({ state: "duplicate" });
  });

  it("hands over an abandoned change after its lease", async () => {
    const inbox = open();
    const change = newChange();
    const lease = await claimNew(inbox, change);
    inbox.abandon?.(change, lease);
    expect(await open().claim(change)).toEqual({ state: "in-progress" });
    await pause(leaseMs * 1.5);
    const other = open();
    const newLease = await claimNew(other, change);
    expect(newLease.fencingToken).toBeGreaterThan(lease.fencingToken);
    expect(await inbox.complete(change, lease)).toBe(false);
    await other.release(change, newLease);
  });

  it("does not renew with neverRenews", async () => {
    const change = newChange();
    await claimNew(open({ neverRenews: true }), change);
    await pause(leaseMs * 1.5);
    expect(await open().claim(change)).toMatchObject({ state: "new" });
  });
});
