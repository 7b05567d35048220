import { type Inbox, memoryInbox } from "@numipay/core";
import { pgInbox } from "@numipay/sql/pg";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";
import { Pool } from "pg";
import type { InboxSettings } from "./inbox-settings.js";

/** The inbox that both accounts share: each key contains the account's name. */
export interface OpenInbox {
  readonly inbox: Inbox<unknown>;
  readonly close: () => Promise<void>;
}

/**
 * Opens the inbox and connects to its server.
 *
 * @throws Error when the server cannot be reached
 */
export async function openInbox(settings: InboxSettings): Promise<OpenInbox> {
  if (settings.engine === "postgres") return openPostgres(settings);
  if (settings.engine === "redis") return openRedis(settings);
  return { inbox: memoryInbox(), close: async () => undefined };
}

async function openPostgres({ url, schema }: InboxSettings): Promise<OpenInbox> {
  const pool = new Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 3000 });
  // Without a listener, a broken idle connection would crash the process.
  pool.on("error", (error) => console.error(`PostgreSQL: ${error.message}`));
  const inbox = pgInbox({ pool, schema });
  try {
    await inbox.migrate();
  } catch (error) {
    await pool.end();
    throw connectionError("PostgreSQL at DATABASE_URL", error);
  }
  // The store is in memory, so no handler writes through `tx`.
  return { inbox, close: () => pool.end() };
}

async function openRedis({ url = "", prefix, onWarning }: InboxSettings): Promise<OpenInbox> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 3000,
    // While Redis is down, fail at once: the delivery gets a 503 and the gateway retries it.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  let lastError: Error | undefined;
  client.on("error", (error) => {
    lastError = error;
    console.error(`Redis: ${error.message}`);
  });
  await client.connect().catch((error: unknown) => {
    // Stops the client's reconnecting, which would keep the process alive.
    client.disconnect();
    // connect() only rejects with "connection closed"; the reason is in the error event.
    throw connectionError("Redis at REDIS_URL", lastError ?? error);
  });
  return {
    inbox: redisInbox({ client, prefix, onWarning }),
    close: async () => client.disconnect(),
  };
}

/** Names the setting, not its value: the URL contains a password. */
function connectionError(server: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  return new Error(`Failed to connect to ${server}: ${message || code}.`, { cause: error });
}
