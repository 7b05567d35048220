// @ts-check
// The relay's inbox on Node: what remembers which changes were forwarded. Which one it is, is one line of the environment.
// At the edge there is none of these: nothing that edge.js imports comes here.
import { memoryInbox } from "@numipay/core";
import { postgresInbox } from "@numipay/postgres";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";
import pg from "pg";

/**
 * @typedef {object} InboxSettings
 * @property {"memory" | "postgres" | "redis"} engine
 * @property {string} [url] of the server
 * @property {string} [schema] of the tables in PostgreSQL; the search path's where not given
 * @property {string} [prefix] of the keys in Redis; `numipay:` where not given
 * @property {number} [holdMs] how long the slowest change may take, all of its services together; a minute where not given
 * @property {(warning: { message: string }) => void} [onWarning] told what in Redis can lose records; printed where not given
 *
 * @typedef {{ inbox: import("@numipay/core").Inbox, close: () => Promise<void> }} OpenInbox
 */

/** A change is held while its services are told, and a minute at least: who holds it longer loses it to the next delivery. */
const leastHoldMs = 60_000;

/**
 * Opens the inbox, and its connection where it has one. Rejects where the server does not answer: better no start than
 * one that can take no webhook.
 * @param {InboxSettings} settings
 * @returns {Promise<OpenInbox>}
 */
export async function openInbox(settings) {
  if (settings.engine === "postgres") return openPostgres(settings);
  if (settings.engine === "redis") return openRedis(settings);
  return { inbox: memoryInbox(), close: async () => undefined };
}

/** @param {InboxSettings} settings @returns {Promise<OpenInbox>} */
async function openPostgres(settings) {
  const { url, schema } = settings;
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 3000 });
  // Without a listener, an idle connection that breaks would end the process.
  pool.on("error", (error) => console.error(`PostgreSQL: ${error.message}`));
  const inbox = postgresInbox({ pool, schema, idleTimeoutMs: toHold(settings) });
  await inbox.migrate().catch(async (error) => {
    await pool.end();
    throw notThere("PostgreSQL at DATABASE_URL", error);
  });
  // The effect is a request to a service, so no handler writes through `tx`.
  const withoutTx = /** @type {import("@numipay/core").Inbox} */ (/** @type {unknown} */ (inbox));
  return { inbox: withoutTx, close: () => pool.end() };
}

/** @param {InboxSettings} settings @returns {Promise<OpenInbox>} */
async function openRedis(settings) {
  const { url = "", prefix, onWarning } = settings;
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 3000,
    // Nothing is kept back while Redis is away: a webhook gets its 503 at once, and comes again.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  /** @type {Error | undefined} */
  let reason;
  client.on("error", (error) => {
    reason = error;
    console.error(`Redis: ${error.message}`);
  });
  await client.connect().catch((error) => {
    // It would try for ever behind the error. What it rejects with is that the connection is closed, and not why.
    client.disconnect();
    throw notThere("Redis at REDIS_URL", reason ?? error);
  });
  const inbox = redisInbox({
    client,
    leaseMs: toHold(settings),
    ...(prefix === undefined ? {} : { prefix }),
    ...(onWarning === undefined ? {} : { onWarning }),
  });
  return { inbox, close: async () => client.disconnect() };
}

/** @param {InboxSettings} settings */
function toHold({ holdMs = 0 }) {
  return Math.max(leastHoldMs, holdMs);
}

/** Names the setting and not its value, which has a password. @param {string} what @param {unknown} error */
function notThere(what, error) {
  const { code, message } = /** @type {{ code?: string, message: string }} */ (error);
  return new Error(`The inbox cannot be opened: ${what} says ${message || code}.`, {
    cause: error,
  });
}
