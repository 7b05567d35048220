import type { Change } from "@numipay/core";
import { pgInbox } from "@numipay/sql/pg";
import type { Pool, PoolClient } from "pg";
import type { RunOptions, Section } from "../section.js";
import { toChangesTable } from "./changes-table.js";
import { checkEngine } from "./check-engine.js";
import { applyThroughInbox, type Contestant } from "./contestant.js";
import { handwrittenPostgres, handwrittenPostgresInFewTrips } from "./handwritten-postgres.js";
import { checkLedger, createLedger, writeToLedger } from "./ledger.js";
import { openPostgres } from "./open-postgres.js";
import { type ChangeTimes, timeChanges } from "./time-changes.js";

const title = "PostgreSQL: pgInbox is … times as fast as";
const concurrencies = [1, 8];
const defaultRounds = 60;
const warmUpRounds = 10;
const defaultChanges = 50;

/**
 * Measures the PostgreSQL inbox for a change, its effect and its record, relative to hand-written SQL that does the same on
 * the same server in tables of the same shape.
 */
export async function measurePostgres({
  rounds = defaultRounds,
  changesPerRound = defaultChanges,
  random,
}: RunOptions & { changesPerRound?: number }): Promise<Section> {
  // One more than the changes at a time, so that no change waits for a connection.
  const opened = await openPostgres(Math.max(...concurrencies) + 1);
  if ("missing" in opened) return { title, table: opened.missing, values: {} };
  const { pool, schema, version, close } = opened;
  const effect = (change: Change, tx: PoolClient) => writeToLedger(tx, schema, change);
  try {
    await createLedger(pool, schema);
    const contestants = await createContestants(pool, schema);
    for (const contestant of contestants) await checkEngine(contestant);
    const times = new Map<number, ChangeTimes[]>();
    for (const concurrency of concurrencies) {
      const options = { rounds, warmUpRounds, changesPerRound, concurrency, random, effect };
      times.set(concurrency, await timeChanges(contestants, options));
    }
    const batches = concurrencies.length * contestants.length * (rounds + warmUpRounds);
    await checkLedger(pool, schema, batches * changesPerRound);
    const names = contestants.map(({ name }) => name);
    return { title: `${title} (${version})`, ...toChangesTable("PostgreSQL", names, times) };
  } finally {
    await close();
  }
}

/** The tables of each contestant are those of an inbox. */
async function createContestants(pool: Pool, schema: string): Promise<Contestant<PoolClient>[]> {
  const openInbox = async (tablePrefix: string) => {
    const inbox = pgInbox({ pool, schema, tablePrefix });
    await inbox.migrate();
    return inbox;
  };
  const inbox = await openInbox("numipay_");
  await openInbox("by_hand_");
  await openInbox("few_trips_");
  return [
    applyThroughInbox("pgInbox", inbox),
    handwrittenPostgres(pool, `${schema}.by_hand_`),
    handwrittenPostgresInFewTrips(pool, `${schema}.few_trips_`),
  ];
}
