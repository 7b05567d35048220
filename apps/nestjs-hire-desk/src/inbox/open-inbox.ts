import { type Inbox, memoryInbox } from "@numipay/core";
import { postgresInbox } from "@numipay/postgres";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";
import { Pool } from "pg";
import type { InboxSettings } from "./inbox-settings.js";

/** The desk's inbox. Both accounts share it: the account is part of each key. */
export interface OpenInbox {
  readonly inbox: Inbox<unknown>;
  close(): Promise<void>;
}

/**
 * Opens the inbox, and its connection where it has one.
 *
 * @throws Error where the server does not answer: better no start than one that can take no webhook
 */
export async function openInbox(settings: InboxSettings): Promise<OpenInbox> {
  if (settings.engine === "postgres") return openPostgres(settings);
  if (settings.engine === "redis") return openRedis(settings);
  return { inbox: memoryInbox(), close: async () => undefined };
}

async function openPostgres({ url, schema }: InboxSettings): Promise<OpenInbox> {
  const pool = new Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 3000 });
  // Without a listener, an idle connection that breaks would end the process.
  pool.on("error", (error) => console.error(`PostgreSQL: ${error.message}`));
  const inbox = postgresInbox({ pool, schema });
  try {
    await inbox.migrate();
  } catch (error) {
    await pool.end();
    throw notThere("PostgreSQL at DATABASE_URL", error);
  }
  // The books are in memory, so no handler writes through `tx`.
  return { inbox, close: () => pool.end() };
}

async function openRedis({ url = "", prefix, onWarning }: InboxSettings): Promise<OpenInbox> {
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
    inbox: redisInbox({ client, prefix, onWarning }),
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
