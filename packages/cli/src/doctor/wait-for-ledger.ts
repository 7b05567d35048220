import type { BookedSince, DoctorSession } from "./check.js";
import { isMissing } from "./checks/books.js";
import { bookedSince, type Ledger, type LedgerRow } from "./ledger.js";

const pauseMs = 250;

/**
 * Reads the books until every acknowledged payment is there, or the time is up: a merchant may answer first and book a
 * moment later. Then once more, for the second credit that comes even later.
 */
export async function waitForBooks(reading: {
  before: readonly LedgerRow[];
  ledger: Ledger;
  visit: Pick<DoctorSession, "bookings">;
  wait: (ms: number) => Promise<void>;
  settleMs: number;
}): Promise<BookedSince> {
  const { before, ledger, visit, wait, settleMs } = reading;
  const read = async (): Promise<BookedSince> => bookedSince(before, await ledger());
  let booked = await read();
  for (let waitedMs = 0; waitedMs < settleMs; waitedMs += pauseMs) {
    const seen = booked;
    if (!visit.bookings.some((booking) => isMissing(booking, seen))) break;
    await wait(pauseMs);
    booked = await read();
  }
  await wait(Math.min(pauseMs, settleMs));
  return read();
}
