import { setTimeout as pause } from "node:timers/promises";

/** So many leases: a process that waits for one to end has taken over by then. */
const leases = 2.2;

/** Takes longer than the lease, while the process goes on. */
export const slowHandlers = {
  "slow before the effect": async ({ book, leaseMs }) => {
    await pause(leases * leaseMs);
    return await book();
  },
  "slow after the effect": async ({ book, leaseMs }) => {
    const isTaken = await book();
    await pause(leases * leaseMs);
    return isTaken;
  },
};
