// @ts-check
// An inbox on a real server under a name of its own, with an effect as its documentation asks for one. What it did can be
// counted from another process.
import { postgresInbox } from "@numipay/postgres";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";
import pg from "pg";

export const redisUrl = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";

/**
 * @typedef {import("@numipay/core").EventContext<unknown>} Context
 * @typedef {{ runs: number, effects: string[] }} Counts
 * @typedef {{ inbox: import("@numipay/core").Inbox<unknown>, book: (context: Context) => Promise<void>,
 *   count: () => Promise<Counts>, remove: () => Promise<void>, close: () => Promise<void> }} Engine
 */

/**
 * Opens one. `book` notes that a handler ran, and makes the effect of its change.
 *
 * @param {string} name @param {string} space @returns {Promise<Engine>}
 */
export async function openEngine(name, space) {
  return name === "PostgreSQL" ? openPostgres(space) : openRedis(space);
}

/** The effect is written through `tx`, and commits with the record. @param {string} space @returns {Promise<Engine>} */
async function openPostgres(space) {
  const pool = openPool();
  await pool.query(`CREATE SCHEMA IF NOT EXISTS ${space}`);
  const inbox = postgresInbox({ pool, schema: space });
  await inbox.migrate();
  // No unique key: a change that is booked twice must show.
  await pool.query(`CREATE TABLE IF NOT EXISTS ${space}.effects (key text)`);
  await pool.query(`CREATE TABLE IF NOT EXISTS ${space}.runs (key text)`);
  return {
    inbox,
    async book({ idempotencyKey, tx }) {
      await pool.query(`INSERT INTO ${space}.runs VALUES ($1)`, [idempotencyKey]);
      const client = /** @type {pg.PoolClient} */ (tx);
      await client.query(`INSERT INTO ${space}.effects VALUES ($1)`, [idempotencyKey]);
    },
    async count() {
      const runs = await pool.query(`SELECT key FROM ${space}.runs`);
      const effects = await pool.query(`SELECT key FROM ${space}.effects ORDER BY key`);
      return { runs: runs.rows.length, effects: effects.rows.map(({ key }) => key) };
    },
    remove: async () => void (await pool.query(`DROP SCHEMA ${space} CASCADE`)),
    close: () => pool.end(),
  };
}

/** The effect is elsewhere, and is made once for each key. @param {string} space @returns {Promise<Engine>} */
async function openRedis(space) {
  const client = new Redis(redisUrl, { maxRetriesPerRequest: 1 });
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
      for await (const keys of client.scanStream({ match: `${prefix}*`, count: 1000 })) {
        if (keys.length > 0) await client.del(...keys);
      }
    },
    close: async () => client.disconnect(),
  };
}

function openPool() {
  return new pg.Pool({
    host: process.env["PGHOST"] ?? "127.0.0.1",
    user: process.env["PGUSER"] ?? "postgres",
    database: process.env["PGDATABASE"] ?? "test",
    connectionTimeoutMillis: 3000,
  });
}

/** Rejects where no PostgreSQL answers. */
export async function pingPostgres() {
  const pool = openPool();
  try {
    await pool.query("SELECT 1");
  } finally {
    await pool.end();
  }
}
