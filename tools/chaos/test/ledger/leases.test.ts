import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { createLeases } from "../../src/ledger/leases.js";

const change = { key: "d:1:held" } as never;
const lease = (fencingToken) => ({ fencingToken, contradicts: undefined, tx: undefined });

it("ends a lease after its time, and renews it before", async () => {
  const ended: number[] = [];
  const leases = createLeases(60, (_change, { fencingToken }) => ended.push(fencingToken));
  leases.begin(change, lease(1));
  leases.begin(change, lease(2));
  for (let renewals = 0; renewals < 5; renewals += 1) {
    await pause(25);
    expect(leases.renew(lease(1))).toBe(true);
  }
  expect(ended).toEqual([2]);
  expect(leases.renew(lease(2))).toBe(false);
});

it("does not end a lease that was given back", async () => {
  let ends = 0;
  const leases = createLeases(10, () => (ends += 1));
  leases.begin(change, lease(1));
  leases.end(lease(1));
  await pause(30);
  expect(ends).toBe(0);
  expect(leases.renew(lease(1))).toBe(false);
});
