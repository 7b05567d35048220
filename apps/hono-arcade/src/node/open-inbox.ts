// @ts-check
// The relay's inbox on Node: what remembers which changes were forwarded. Which one it is, is one line of the environment.
// At the edge there is none of these: nothing that edge.js imports comes here.
import type { Inbox } from "@numipay/core";
import { memoryInbox } from "@numipay/core";
import { postgresInbox } from "@numipay/postgres";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";
import pg from "pg";

export interface InboxSettings {
  engine: "memory" | "postgres" | "redis";
  /** Of the server. */
  url?: string;
  /** Of the tables in PostgreSQL; the search path's where not given. */
  schema?: string;
  /** Of the keys in Redis; `numipay:` where not given. */
  prefix?: string;
  /** How long the slowest change may take, all of its services together; a minute where not given. */
  holdMs?: number;
  /** Told what in Redis can lose records; printed where not given. */
  onWarning?: (warning: { message: string }) => void;
}

export interface OpenInbox {
  inbox: Inbox;
  close: () => Promise<void>;
}

/** A change is held while its services are told, and a minute at least: who holds it longer loses it to the next delivery. */
const leastHoldMs = 60_000;

/**
 * Opens the inbox, and its connection where it has one. Rejects where the server does not answer: better no start than
 * one that can take no webhook.
 */
export async function openInbox(settings: InboxSettings): Promise<OpenInbox> {
  if (settings.engine === "postgres") return openPostgres(settings);
  if (settings.engine === "redis") return openRedis(settings);
  return { inbox: memoryInbox(), close: async () => undefined };
}

async function openPostgres(settings: InboxSettings): Promise<OpenInbox> {
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
  const withoutTx = inbox as unknown as Inbox;
  return { inbox: withoutTx, close: () => pool.end() };
}

async function openRedis(settings: InboxSettings): Promise<OpenInbox> {
  const { url = "", prefix, onWarning } = settings;
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 3000,
    // Nothing is kept back while Redis is away: a webhook gets its 503 at once, and comes again.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  let reason: Error | undefined;
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

function toHold({ holdMs = 0 }: InboxSettings) {
  return Math.max(leastHoldMs, holdMs);
}

/** Names the setting and not its value, which has a password. */
function notThere(what: string, error: unknown) {
  const { code, message } = error as { code?: string; message: string };
  return new Error(`The inbox cannot be opened: ${what} says ${message || code}.`, {
    cause: error,
  });
}
