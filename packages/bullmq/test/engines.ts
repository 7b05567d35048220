import { pgInbox } from "@numipay/sql/pg";
import type { EventContext, Inbox } from "@numipay/core";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";
import { Pool, type PoolClient } from "pg";
import { redis } from "./fixture.js";

/** An inbox on a real server under a unique name, with a side effect written as its documentation recommends. */
export interface Engine {
  inbox: Inbox<unknown>;
  /** Records that a handler ran, and writes the effect of its change. booking-process.js does the same. */
  book(context: EventContext<unknown>): Promise<void>;
  /** How often a handler ran, and the keys of the stored effects. */
  count(): Promise<{ runs: number; effects: string[] }>;
  remove(): Promise<void>;
}

/** Writes the effect through `tx`, so that it commits with the record. */
export async function openPostgres(space: string): Promise<Engine> {
  const pool = openPool();
  const inbox = pgInbox({ pool, schema: space });
  await inbox.migrate();
  // No unique key, so that a change applied twice shows up.
  await pool.query(`CREATE TABLE ${space}.effects (key text)`);
  await pool.query(`CREATE TABLE ${space}.runs (key text)`);
  return {
    inbox: inbox as Inbox<unknown>,
    async book({ idempotencyKey, tx }) {
      await pool.query(`INSERT INTO ${space}.runs VALUES ($1)`, [idempotencyKey]);
      await (tx as PoolClient).query(`INSERT INTO ${space}.effects VALUES ($1)`, [idempotencyKey]);
    },
    async count() {
      const runs = await pool.query(`SELECT key FROM ${space}.runs`);
      const effects = await pool.query<{ key: string }>(`SELECT key FROM ${space}.effects`);
      return { runs: runs.rows.length, effects: effects.rows.map(({ key }) => key).toSorted() };
    },
    async remove() {
      await pool.query(`DROP SCHEMA ${space} CASCADE`);
      await pool.end();
    },
  };
}

/** Writes the effect outside the inbox, once per idempotency key. */
export async function openRedis(space: string): Promise<Engine> {
  const client = new Redis(redis.href, { maxRetriesPerRequest: 1 });
  const prefix = `${space}:`;
  return {
    inbox: redisInbox({ client, prefix, leaseMs: 500, onWarning: () => undefined }),
    async book({ idempotencyKey }) {
      await client.rpush(`${prefix}runs`, idempotencyKey);
      await client.hsetnx(`${prefix}effects`, idempotencyKey, "booked");
    },
    async count() {
      const runs = await client.llen(`${prefix}runs`);
      return { runs, effects: (await client.hkeys(`${prefix}effects`)).toSorted() };
    },
    async remove() {
      const keys = await client.keys(`${prefix}*`);
      if (keys.length > 0) await client.del(...keys);
      client.disconnect();
    },
  };
}

/** Rejects if PostgreSQL is unreachable. */
export async function pingPostgres(): Promise<void> {
  const pool = openPool();
  try {
    await pool.query("SELECT 1");
  } finally {
    await pool.end();
  }
}

/** pg reads PGPORT on its own. */
function openPool(): Pool {
  return new Pool({
    host: process.env["PGHOST"] ?? "127.0.0.1",
    user: process.env["PGUSER"] ?? "postgres",
    database: process.env["PGDATABASE"] ?? "test",
    connectionTimeoutMillis: 3000,
  });
}
