import type { Change } from "@numipay/core";
import { pgInbox } from "@numipay/sql/pg";
import type { Random } from "measure";
import type { PoolClient, PoolConfig } from "pg";
import type { RunOptions, Section } from "../section.js";
import { checkEngine, checkIdiom } from "./check-engine.js";
import { applyThroughInbox } from "./contestant.js";
import { openContestantPool } from "./contestant-pool.js";
import { checkLedger, createLedger, writeToLedger } from "./ledger.js";
import { openPostgres, postgresAddress } from "./open-postgres.js";
import { createEventsTable, postgresIdiom } from "./postgres-idiom.js";
import { readFsync } from "./read-fsync.js";
import { startLatencyProxy } from "./start-latency-proxy.js";
import { timeChanges } from "./time-changes.js";
import { type TimedPair, toTimesTable } from "./times-table.js";

const title = "PostgreSQL: pgInbox takes … of the idiom's time";
const concurrencies = [1, 8, 32];
/** One more than the changes at a time, so that no change waits for a connection. */
const connections = Math.max(...concurrencies) + 1;
const defaultRounds = 60;
const defaultChanges = 50;

/**
 * Measures the PostgreSQL inbox for a change, its effect and its record, relative to the usual idiom with the same effect on the same
 * server, without and with a network between them.
 */
export async function measurePostgres({
  rounds = defaultRounds,
  changesPerRound = defaultChanges,
  random,
}: RunOptions & { changesPerRound?: number }): Promise<Section> {
  const opened = await openPostgres(1);
  if ("missing" in opened) return { title, table: opened.missing, values: {} };
  const { pool, schema, version, close } = opened;
  const proxy = await startLatencyProxy();
  try {
    await createLedger(pool, schema);
    await createEventsTable(pool, schema);
    await pgInbox({ pool, schema }).migrate();
    const options = { schema, changesPerRound, random };
    const near = await timePairs("PostgreSQL", postgresAddress(), { ...options, rounds });
    // Each round takes several times as long there, and varies less.
    const fewer = { ...options, rounds: Math.ceil(rounds / 3) };
    const far = await timePairs("PostgreSQL, 1 ms away", proxy.address, fewer);
    await checkLedger(pool, schema, near.changes + far.changes);
    const { table, values } = toTimesTable([...near.pairs, ...far.pairs]);
    return { title: `${title} (${version})`, table: `${table}\n\n${await readFsync()}`, values };
  } finally {
    await proxy.stop();
    await close();
  }
}

interface PairOptions {
  schema: string;
  rounds: number;
  changesPerRound: number;
  random: Random;
}

/** Times ours and the idiom at each concurrency, on connections to one address. */
async function timePairs(
  label: string,
  address: PoolConfig,
  { schema, rounds, changesPerRound, random }: PairOptions,
): Promise<{ pairs: TimedPair[]; changes: number }> {
  const own = openContestantPool(address, connections);
  const idiom = openContestantPool(address, connections);
  const effect = (change: Change, tx: PoolClient) => writeToLedger(tx, schema, change);
  const contestants = [
    { ...applyThroughInbox("pgInbox", pgInbox({ pool: own.pool, schema })), ...own },
    { ...postgresIdiom(idiom.pool, schema), ...idiom },
  ] as const;
  const warmUpRounds = Math.ceil(rounds / 6);
  const pairs: TimedPair[] = [];
  // Servers run for weeks, so only compiled code and cached plans count. Each connection has its own plans.
  const compiling = { rounds: 0, warmUpRounds: rounds, changesPerRound: changesPerRound * 4 };
  let changes = rounds * compiling.changesPerRound * contestants.length;
  try {
    await checkEngine(contestants[0]);
    await checkIdiom(contestants[1]);
    await timeChanges(contestants, { ...compiling, concurrency: 32, random, effect });
    for (const concurrency of concurrencies) {
      // The last changes of a batch are not applied at once with others.
      const perRound = changesPerRound * Math.ceil(concurrency / 8);
      const [ours, theirs] = await timeChanges(contestants, {
        rounds,
        warmUpRounds,
        changesPerRound: perRound,
        concurrency,
        random,
        effect,
      });
      if (ours === undefined || theirs === undefined) continue;
      changes += (rounds + warmUpRounds) * perRound * contestants.length;
      pairs.push({ label, concurrency, ours, theirs });
    }
    return { pairs, changes };
  } finally {
    for (const { pool } of [own, idiom]) await pool.end();
  }
}
