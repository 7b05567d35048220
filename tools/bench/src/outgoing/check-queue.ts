import type { Pool } from "pg";
import type { OutboxDatabase, Queue } from "./outbox-database.js";
import { queuePayout } from "./queue-payout.js";
import { samplePayouts } from "./sample-payouts.js";

interface Rows {
  debits: number;
  queued: number;
}

/** What the rows of the debits and of a queue are counted with. */
export interface Counted {
  pool: Pool;
  schema: string;
}

/**
 * Checks that a payout and its debit commit together or not at all, and that a payout is queued once.
 *
 * @returns how many round trips a transaction takes
 * @throws Error naming what happened instead
 */
export async function checkQueue<Tx>(
  database: OutboxDatabase<Tx>,
  queue: Queue<Tx>,
  counted: Counted,
): Promise<number> {
  const [first, payout, rolledBack] = samplePayouts(3);
  if (first === undefined || payout === undefined || rolledBack === undefined) return 0;
  // Opens the connection, and whatever the library reads once.
  await queuePayout(database, queue, first);
  const before = await countRows(queue, counted);
  const roundTripsBefore = database.readRoundTrips();
  await queuePayout(database, queue, payout);
  const roundTrips = database.readRoundTrips() - roundTripsBefore;

  const fails: Queue<Tx> = {
    ...queue,
    async write(tx, queued) {
      await queue.write(tx, queued);
      throw new Error("rolled back");
    },
  };
  const results = [
    await attempt(() => queuePayout(database, fails, rolledBack)),
    await attempt(() => queuePayout(database, queue, payout, `${payout.tracking_id}-again`)),
  ];
  const after = await countRows(queue, counted);
  const debits = after.debits - before.debits;
  const queued = after.queued - before.queued;
  const actual = `${results.join(", ")}, ${debits} debits, ${queued} queued`;
  const expected = "rejected, rejected, 1 debits, 1 queued";
  if (actual !== expected) throw new Error(`${queue.name}: ${actual}; expected ${expected}.`);
  return roundTrips;
}

async function attempt(work: () => Promise<unknown>): Promise<"committed" | "rejected"> {
  try {
    await work();
    return "committed";
  } catch {
    return "rejected";
  }
}

/** Counts the debits and the queued payouts from outside of their transactions. */
export async function countRows(
  { table }: Pick<Queue<never>, "table">,
  { pool, schema }: Counted,
): Promise<Rows> {
  const { rows } = await pool.query<Rows>(
    `SELECT (SELECT count(*)::int FROM ${schema}.effects) AS debits, (SELECT count(*)::int FROM ${table}) AS queued`,
  );
  return rows[0] ?? { debits: 0, queued: 0 };
}
