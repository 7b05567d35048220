import type { OutboxDatabase, Queue } from "./outbox-database.js";
import type { Payout } from "./sample-payouts.js";

/**
 * Debits a wallet and queues the payout in one transaction.
 *
 * @param debitId identifies the debit; defaults to the payout's id
 * @returns the microseconds of queueing alone
 */
export async function queuePayout<Tx>(
  { transact, debit }: OutboxDatabase<Tx>,
  { write }: Queue<Tx>,
  payout: Payout,
  debitId = payout.tracking_id,
): Promise<number> {
  let microseconds = 0;
  await transact(async (tx) => {
    await debit(tx, debitId);
    const started = performance.now();
    await write(tx, payout);
    microseconds = (performance.now() - started) * 1000;
  });
  return microseconds;
}
