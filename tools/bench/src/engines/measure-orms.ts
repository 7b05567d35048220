import { pgInbox } from "@numipay/sql/pg";
import type { PoolConfig } from "pg";
import type { RunOptions, Section } from "../section.js";
import { checkEngine, checkIdiom } from "./check-engine.js";
import { openPostgres, toFields } from "./open-postgres.js";
import type { OrmContestants } from "./orm-contestants.js";
import { createEventsTable } from "./postgres-idiom.js";
import { openPrisma } from "./prisma-contestants.js";
import { timeChanges } from "./time-changes.js";
import { type TimedPair, toTimesTable } from "./times-table.js";
import { openTypeorm } from "./typeorm-contestants.js";

const title = "ORMs on PostgreSQL: the inbox takes … of the time of the idiom in the same ORM";
const concurrencies = [1, 8];
/** One more than the changes at a time, and one that the inbox reserves. */
const connections = 10;
const defaultRounds = 20;
const defaultChanges = 50;

type OrmOptions = RunOptions & { changesPerRound?: number };

type Open<Tx> = (
  address: PoolConfig,
  schema: string,
  connections: number,
) => Promise<OrmContestants<Tx>>;

/** Measures the inboxes on ORMs, relative to the idiom as users of the same ORM write it. */
export async function measureOrms(options: OrmOptions): Promise<Section> {
  const opened = await openPostgres(1);
  if ("missing" in opened) return { title, table: opened.missing, values: {} };
  const { pool, schema, close } = opened;
  try {
    await pool.query(`CREATE TABLE ${schema}.effects (id serial PRIMARY KEY, name text UNIQUE)`);
    await createEventsTable(pool, schema);
    await pgInbox({ pool, schema }).migrate();
    const pairs = [
      ...(await timeOrm("TypeORM", openTypeorm, { ...options, schema })),
      ...(await timeOrm("Prisma", openPrisma, { ...options, schema })),
    ];
    return { title, ...toTimesTable(pairs) };
  } finally {
    await close();
  }
}

async function timeOrm<Tx>(
  name: string,
  open: Open<Tx>,
  {
    rounds = defaultRounds,
    changesPerRound = defaultChanges,
    random,
    schema,
  }: OrmOptions & { schema: string },
): Promise<TimedPair[]> {
  const { ours, idiom, effect, close } = await open(toFields(), schema, connections);
  const options = { rounds: Math.min(rounds, defaultRounds), changesPerRound, random, effect };
  const pairs: TimedPair[] = [];
  try {
    await checkEngine(ours);
    await checkIdiom(idiom);
    for (const concurrency of concurrencies) {
      const timed = { ...options, warmUpRounds: options.rounds, concurrency };
      const [own, theirs] = await timeChanges([ours, idiom], timed);
      if (own === undefined || theirs === undefined) continue;
      pairs.push({ label: `PostgreSQL, ${name}`, concurrency, ours: own, theirs });
    }
    return pairs;
  } finally {
    await close();
  }
}
