import { setTimeout as pause } from "node:timers/promises";
import type { Lease } from "@numipay/core";
import { describe, expect, it } from "vitest";
import { createLeases } from "../../src/ledger/leases.js";
import { createChange } from "../change.js";

const change = createChange("d:1");
const lease = (fencingToken: number): Lease<undefined> => ({
  fencingToken,
  contradicts: undefined,
  tx: undefined,
});

describe("createLeases", () => {
  it("ends a lease that is not renewed", async () => {
    const expired: number[] = [];
    const leases = createLeases(60, (_change, { fencingToken }) => expired.push(fencingToken));
    leases.begin(change, lease(1));
    leases.begin(change, lease(2));
    for (let renewals = 0; renewals < 5; renewals += 1) {
      await pause(25);
      expect(leases.renew(lease(1))).toBe(true);
    }
    expect(expired).toEqual([2]);
    expect(leases.renew(lease(2))).toBe(false);
  });

  it("does not expire a lease that was released", async () => {
    let expirations = 0;
    const leases = createLeases(10, () => (expirations += 1));
    leases.begin(change, lease(1));
    leases.end(lease(1));
    await pause(30);
    expect(expirations).toBe(0);
    expect(leases.renew(lease(1))).toBe(false);
  });
});
