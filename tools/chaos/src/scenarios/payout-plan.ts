import type { PayoutFamily } from "./payout-families.js";
import type { PayoutMode } from "./payout-modes.js";

/** How many payers run at once. */
export const payers = 3;

/** The number of intents in progress in each payer: a restart is slow, and interrupts all of them. */
const fewestInProgress = 8;
const mostInProgress = 128;
/** How many interruptions of one payer it takes to fault enough intents. */
const interruptions = 60;

export function concurrencyFor(mode: PayoutMode, faults: number): number {
  const most = mode.mostInProgress ?? mostInProgress;
  return Math.min(most, Math.max(fewestInProgress, Math.ceil(faults / interruptions)));
}

/** Returns a short lease where a takeover is awaited, and otherwise one that does not expire on a busy machine. */
export function payerLeaseMs(family: PayoutFamily, concurrency: number): number {
  return isInterrupting(family) ? 2400 + 20 * concurrency : 20_000;
}

/** The time limit of a call. The rest of its lease is for its record, so that one that was not sent is not taken for an unclear one. */
export function payerTimeoutMs(leaseMs: number): number {
  return leaseMs / 2;
}

/** Whether a payer, a connection or the store fails, so that a payout may stay unknown. */
export function mayStayUnknown({ losesResponses, ...family }: PayoutFamily): boolean {
  return losesResponses === true || isInterrupting(family);
}

function isInterrupting({ signal, store }: PayoutFamily): boolean {
  return signal !== undefined || store !== undefined;
}
