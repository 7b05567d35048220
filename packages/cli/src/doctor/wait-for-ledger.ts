import type { CreditTotals, DoctorSession } from "./check.js";
import { isMissing } from "./checks/ledger.js";
import { creditsSince, type Ledger, type LedgerRow } from "./ledger.js";

const pauseMs = 250;

/**
 * Reads the ledger until it contains every acknowledged payment or the delay is over, because a server may respond before
 * it credits. Then reads it once more, to find a second credit that arrives later.
 */
export async function waitForLedger(reading: {
  before: readonly LedgerRow[];
  ledger: Ledger;
  session: Pick<DoctorSession, "expectations">;
  wait: (ms: number) => Promise<void>;
  ledgerDelayMs: number;
}): Promise<CreditTotals> {
  const { before, ledger, session, wait, ledgerDelayMs } = reading;
  const read = async (): Promise<CreditTotals> => creditsSince(before, await ledger());
  let credits = await read();
  for (let waitedMs = 0; waitedMs < ledgerDelayMs; waitedMs += pauseMs) {
    const observed = credits;
    if (!session.expectations.some((expectation) => isMissing(expectation, observed))) break;
    await wait(pauseMs);
    credits = await read();
  }
  await wait(Math.min(pauseMs, ledgerDelayMs));
  return read();
}
