import { setTimeout as pause } from "node:timers/promises";
import type { HandlerFaults } from "./handler-work.js";

/** How many leases a handler takes: enough for another process to take over a lease that has expired. */
const leases = 2.2;

/** Takes longer than the lease while the process keeps running. */
export const slowHandlers: HandlerFaults = {
  "slow before the effect": async ({ append, leaseMs }) => {
    await pause(leases * leaseMs);
    return await append();
  },
  "slow after the effect": async ({ append, leaseMs }) => {
    const isAccepted = await append();
    await pause(leases * leaseMs);
    return isAccepted;
  },
};
