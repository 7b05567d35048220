import { pgInbox } from "@numipay/sql/pg";
import type { PoolConfig } from "pg";
import { openPostgres, toFields } from "../engines/open-postgres.js";
import type { RunOptions, Section } from "../section.js";
import { checkQueue, type Counted, countRows } from "./check-queue.js";
import {
  handwrittenQueue,
  type OutboxDatabase,
  outboxQueue,
  toOutboxTables,
} from "./outbox-database.js";
import { openPg } from "./pg-outbox.js";
import { openPrismaOutbox } from "./prisma-outbox.js";
import { openTypeormOutbox } from "./typeorm-outbox.js";
import { type QueueTimes, timeQueues } from "./time-queues.js";
import { toQueueTable } from "./queue-table.js";

const title = "Outbox: enqueue takes … of a hand-written insert's time";
const concurrencies = [1, 8];
/** One more than the transactions at a time, and one that the inbox reserves. */
const connections = 10;
const defaultRounds = 40;
const defaultPayouts = 50;

type EnqueueOptions = RunOptions & { payoutsPerRound?: number };

type Open<Tx> = (
  address: PoolConfig,
  schema: string,
  connections: number,
) => Promise<OutboxDatabase<Tx>>;

/** Measures queueing a payout with its debit, relative to a hand-written insert in the same kind of transaction. */
export async function measureEnqueue(options: EnqueueOptions): Promise<Section> {
  const opened = await openPostgres(1);
  if ("missing" in opened) return { title, table: opened.missing, values: {} };
  const { pool, schema, version, close } = opened;
  try {
    for (const statement of toOutboxTables(schema)) await pool.query(statement);
    await pgInbox({ pool, schema }).migrate();
    const counted = { pool, schema };
    const times = [
      ...(await timeDatabase(openPg, counted, options)),
      ...(await timeDatabase(openTypeormOutbox, counted, options)),
      ...(await timeDatabase(openPrismaOutbox, counted, options)),
    ];
    return { title: `${title} (${version})`, ...toQueueTable(times) };
  } finally {
    await close();
  }
}

async function timeDatabase<Tx>(
  open: Open<Tx>,
  counted: Counted,
  { rounds = defaultRounds, payoutsPerRound = defaultPayouts, random }: EnqueueOptions,
): Promise<QueueTimes[]> {
  const database = await open(toFields(), counted.schema, connections);
  const queues = [
    outboxQueue(database, counted.schema),
    handwrittenQueue(database, counted.schema),
  ] as const;
  try {
    const roundTrips = [
      await checkQueue(database, queues[0], counted),
      await checkQueue(database, queues[1], counted),
    ] as const;
    const times: QueueTimes[] = [];
    const options = { rounds, warmUpRounds: Math.ceil(rounds / 6), payoutsPerRound, random };
    // Servers run for weeks, so only compiled code counts.
    const compiling = { rounds: 0, warmUpRounds: rounds, payoutsPerRound: payoutsPerRound * 4 };
    await timeQueues(database, queues, { ...compiling, concurrency: 8, random });
    for (const concurrency of concurrencies) {
      const before = await Promise.all(queues.map((queue) => countRows(queue, counted)));
      const [ours = [], theirs = []] = await timeQueues(database, queues, {
        ...options,
        concurrency,
      });
      const after = await Promise.all(queues.map((queue) => countRows(queue, counted)));
      for (const [index, { name }] of queues.entries()) {
        const queued = (after[index]?.queued ?? 0) - (before[index]?.queued ?? 0);
        const expected = (rounds + options.warmUpRounds) * payoutsPerRound;
        if (queued !== expected) {
          throw new Error(`${name} queued ${queued} payouts; expected ${expected}.`);
        }
      }
      times.push({ library: database.name, concurrency, roundTrips, ours, theirs });
    }
    return times;
  } finally {
    await database.close();
  }
}
