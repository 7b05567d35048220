import type { Change } from "@numipay/core";
import { pgInbox } from "@numipay/sql/pg";
import type { PoolConfig } from "pg";
import type { RunOptions, Section } from "../section.js";
import { checkEngine, checkIdiom } from "./check-engine.js";
import { applyThroughInbox } from "./contestant.js";
import { openContestantPool } from "./contestant-pool.js";
import { openDbos } from "./dbos-contestant.js";
import { openGraphileWorker } from "./graphile-worker-contestant.js";
import { createLedger, type EffectClient, writeToLedger } from "./ledger.js";
import { openPostgres, toFields } from "./open-postgres.js";
import type { Peer } from "./peer.js";
import { createEventsTable } from "./postgres-idiom.js";
import { timeChanges } from "./time-changes.js";
import { type TimedPair, toTimesTable } from "./times-table.js";

const title = "Peers on PostgreSQL: pgInbox takes … of the peer's time";
const concurrencies = [1, 8];
/** One more than the changes at a time. */
const connections = Math.max(...concurrencies) + 1;
const defaultRounds = 20;
const defaultChanges = 50;

type PeerOptions = RunOptions & { changesPerRound?: number };

type Open = (address: PoolConfig, schema: string, connections: number) => Promise<Peer>;

/** Measures the inbox relative to libraries that also run a change once on PostgreSQL. */
export async function measurePeers(options: PeerOptions): Promise<Section> {
  const opened = await openPostgres(1);
  if ("missing" in opened) return { title, table: opened.missing, values: {} };
  const { pool, schema, close } = opened;
  try {
    await createLedger(pool, schema);
    await createEventsTable(pool, schema);
    await pgInbox({ pool, schema }).migrate();
    const pairs = [
      ...(await timePeer("DBOS", openDbos, { ...options, schema })),
      ...(await timePeer("graphile-worker", openGraphileWorker, { ...options, schema })),
    ];
    return { title, ...toTimesTable(pairs, "peer") };
  } finally {
    await close();
  }
}

async function timePeer(
  name: string,
  open: Open,
  {
    rounds = defaultRounds,
    changesPerRound = defaultChanges,
    random,
    schema,
  }: PeerOptions & { schema: string },
): Promise<TimedPair[]> {
  const own = openContestantPool(toFields(), connections);
  const ours = {
    ...applyThroughInbox<EffectClient>("pgInbox", pgInbox({ pool: own.pool, schema })),
    settle: own.settle,
  };
  const peer = await open(toFields(), schema, connections);
  const options = {
    rounds: Math.min(rounds, defaultRounds),
    warmUpRounds: Math.min(rounds, defaultRounds),
    changesPerRound,
    random,
    effect: (change: Change, tx: EffectClient) => writeToLedger(tx, schema, change),
  };
  const pairs: TimedPair[] = [];
  try {
    await checkEngine(ours);
    await checkIdiom(peer.contestant);
    for (const concurrency of concurrencies) {
      const timed = { ...options, concurrency };
      const [times, theirs] = await timeChanges([ours, peer.contestant], timed);
      if (times === undefined || theirs === undefined) continue;
      pairs.push({ label: `PostgreSQL, ${name}`, concurrency, ours: times, theirs });
    }
    return pairs;
  } finally {
    await peer.close();
    for (const created of peer.ownSchemas) {
      await own.pool.query(`DROP SCHEMA "${created}" CASCADE`);
    }
    await own.pool.end();
  }
}
