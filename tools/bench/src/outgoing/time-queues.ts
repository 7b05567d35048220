import { median } from "measure";
import type { OutboxDatabase, Queue } from "./outbox-database.js";
import { queuePayout } from "./queue-payout.js";
import { samplePayouts } from "./sample-payouts.js";
import { type RoundOptions, timeEach, timeRounds } from "./time-rounds.js";

/** What one round measured, in microseconds per payout. */
export interface QueueRound {
  /** From the transaction's begin to its commit, debit included. */
  transaction: number;
  /** Queueing alone, the median of the round. */
  queueing: number;
}

/** The rounds of ours and of the hand-written insert in the same library. */
export interface QueueTimes {
  library: string;
  concurrency: number;
  /** Round trips of a transaction: ours, hand-written. */
  roundTrips: readonly [number, number];
  ours: readonly QueueRound[];
  theirs: readonly QueueRound[];
}

/** Times each way to queue, in a new order each round. */
export function timeQueues<Tx>(
  database: OutboxDatabase<Tx>,
  queues: readonly Queue<Tx>[],
  {
    payoutsPerRound,
    concurrency,
    ...options
  }: RoundOptions & { payoutsPerRound: number; concurrency: number },
): Promise<QueueRound[][]> {
  const batches = queues.map((queue) => async (): Promise<QueueRound> => {
    const took: number[] = [];
    const transaction = await timeEach(
      samplePayouts(payoutsPerRound),
      concurrency,
      async (payout) => void took.push(await queuePayout(database, queue, payout)),
    );
    return { transaction, queueing: median(took) };
  });
  return timeRounds(batches, options);
}
