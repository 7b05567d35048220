// Runs tests on PostgreSQL, without and with a queue. What depends on the database runs on PGlite too.
import { PGlite } from "@electric-sql/pglite";
import {
  deleteRedisKeys,
  describeIfAvailable,
  findInboxEngine,
  redisUrl,
} from "sample-tests/inbox";
import type { DatabaseSettings } from "../dist/src/database/database-settings.js";

export interface Engine {
  /** Creates an empty schema. */
  newDatabase: () => Promise<DatabaseSettings>;
  /** The Redis of the queue. Defaults to no queue. */
  redisUrl?: string;
}

const postgres = findInboxEngine("postgres");
const redis = findInboxEngine("redis");

// Creating a PGlite takes seconds, so each test file shares one.
let pglite: Promise<PGlite> | undefined;
let schemas = 0;

/** PGlite, with an empty schema. */
const onPglite: Engine = {
  async newDatabase() {
    pglite ??= PGlite.create();
    const db = await pglite;
    schemas += 1;
    const schema = `desk_${schemas}`;
    await db.exec(`CREATE SCHEMA ${schema}`);
    return { pglite: db, schema };
  },
};

/** A server, with an empty schema that is dropped when the test ends. */
const onPostgres: Engine = {
  async newDatabase() {
    const { url, schema } = await postgres.createSettings();
    return { url, schema };
  },
};

/** PostgreSQL is faster, but may be unavailable. */
export const onAnyDatabase = postgres.unavailable === undefined ? onPostgres : onPglite;

/** Defines the same tests without and with a queue. */
export function describeEachEngine(defineTests: (engine: Engine) => void): void {
  describeIfAvailable("on PostgreSQL", postgres.unavailable, () => defineTests(onPostgres));
  const unavailable = redis.unavailable ?? postgres.unavailable;
  describeIfAvailable("on PostgreSQL with a queue", unavailable, () =>
    defineTests({ ...onPostgres, redisUrl }),
  );
}

/** Defines the same tests for each database, without a queue. */
export function describeEachDatabase(defineTests: (engine: Engine) => void): void {
  describeIfAvailable("on PGlite", undefined, () => defineTests(onPglite));
  describeIfAvailable("on PostgreSQL", postgres.unavailable, () => defineTests(onPostgres));
}

/** Defines tests with a queue. */
export function describeWithQueue(name: string, defineTests: (engine: Engine) => void): void {
  describeIfAvailable(name, redis.unavailable, () => defineTests({ ...onAnyDatabase, redisUrl }));
}

/** Deletes all keys of the queues. BullMQ keeps some even for an empty queue. */
export async function deleteQueues(prefix: string): Promise<void> {
  if (redis.unavailable === undefined) await deleteRedisKeys(`${prefix}:`);
}
