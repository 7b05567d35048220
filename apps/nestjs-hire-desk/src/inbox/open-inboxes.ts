import { type Inbox, memoryInbox } from "@numipay/core";
import { postgresInbox } from "@numipay/postgres";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";
import { Pool } from "pg";
import type { InboxSettings } from "./inbox-settings.js";

/** An inbox for each account: two accounts may give two transactions the same id. */
export interface Inboxes {
  readonly deposits: Inbox<unknown>;
  readonly refunds: Inbox<unknown>;
  close(): Promise<void>;
}

/**
 * Opens the inboxes, and the one connection of both where they have one.
 *
 * @throws Error where the server does not answer: better no start than one that can take no webhook
 */
export async function openInboxes(settings: InboxSettings): Promise<Inboxes> {
  if (settings.engine === "postgres") return openPostgres(settings);
  if (settings.engine === "redis") return openRedis(settings);
  return { deposits: memoryInbox(), refunds: memoryInbox(), close: async () => undefined };
}

async function openPostgres({ url, schema }: InboxSettings): Promise<Inboxes> {
  const pool = new Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 3000 });
  // Without a listener, an idle connection that breaks would end the process.
  pool.on("error", (error) => console.error(`PostgreSQL: ${error.message}`));
  const deposits = postgresInbox({ pool, schema, tablePrefix: "numipay_deposits_" });
  const refunds = postgresInbox({ pool, schema, tablePrefix: "numipay_refunds_" });
  try {
    await deposits.migrate();
    await refunds.migrate();
  } catch (error) {
    await pool.end();
    throw notThere("PostgreSQL at DATABASE_URL", error);
  }
  // The books are in memory, so no handler writes through `tx`.
  return { deposits, refunds, close: () => pool.end() };
}

async function openRedis({
  url = "",
  prefix = "numipay:",
  onWarning,
}: InboxSettings): Promise<Inboxes> {
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
  await client.connect().catch((error: unknown) => {
    // It would try for ever behind the error. What it rejects with is that the connection is closed, and not why.
    client.disconnect();
    throw notThere("Redis at REDIS_URL", reason ?? error);
  });
  return {
    deposits: redisInbox({ client, prefix: `${prefix}deposits:`, onWarning }),
    refunds: redisInbox({ client, prefix: `${prefix}refunds:`, onWarning: () => undefined }),
    close: async () => client.disconnect(),
  };
}

/** Names the setting and not its value, which has a password. */
function notThere(what: string, error: unknown): Error {
  const { code, message } = error as { code?: string; message: string };
  return new Error(`The inbox cannot be opened: ${what} says ${message || code}.`, {
    cause: error,
  });
}
