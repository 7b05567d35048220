// Opens the webhook's inbox, which records the changes that were applied. `INBOX` selects the engine.
import { type Inbox, memoryInbox } from "@numipay/core";
import { pgInbox } from "@numipay/sql/pg";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";
import pg, { type PoolClient } from "pg";

/** The inbox's open transaction, if the inbox has one. Bookings are in memory, so no handler uses it. */
export type Tx = PoolClient | undefined;

export interface InboxSettings {
  engine: "memory" | "postgres" | "redis";
  /** Of the server. */
  url?: string;
  /** Of the tables in PostgreSQL. Defaults to the search path's. */
  schema?: string;
  /** Of the keys in Redis. Defaults to `numipay:`. */
  prefix?: string;
  /** Called with each Redis setting that can lose records. Defaults to printing it. */
  onWarning?: (warning: { message: string }) => void;
}

export interface OpenInbox {
  inbox: Inbox<Tx>;
  close: () => Promise<void>;
}

/** Connects to the server and creates the tables. Rejects if the server is not available. */
export async function openInbox(settings: InboxSettings): Promise<OpenInbox> {
  if (settings.engine === "postgres") return openPostgres(settings);
  if (settings.engine === "redis") return openRedis(settings);
  return { inbox: memoryInbox(), close: async () => undefined };
}

async function openPostgres({ url, schema }: InboxSettings): Promise<OpenInbox> {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 3000 });
  // Without a listener, a broken idle connection ends the process.
  pool.on("error", (error) => console.error(`PostgreSQL: ${error.message}`));
  const inbox = pgInbox({ pool, ...(schema === undefined ? {} : { schema }) });
  await inbox.migrate().catch(async (error: unknown) => {
    await pool.end();
    throw connectionError("PostgreSQL at DATABASE_URL", error);
  });
  return { inbox, close: () => pool.end() };
}

async function openRedis({ url = "", prefix, onWarning }: InboxSettings): Promise<OpenInbox> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 3000,
    // Fail fast while Redis is down: the delivery gets a 503 and the gateway retries it.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  let reason: Error | undefined;
  client.on("error", (error) => {
    reason = error;
    console.error(`Redis: ${error.message}`);
  });
  await client.connect().catch((error: unknown) => {
    // Stops the reconnect attempts. The rejection only says that the connection is closed; `reason` says why.
    client.disconnect();
    throw connectionError("Redis at REDIS_URL", reason ?? error);
  });
  const inbox = redisInbox({
    client,
    ...(prefix === undefined ? {} : { prefix }),
    ...(onWarning === undefined ? {} : { onWarning }),
  });
  return { inbox, close: async () => client.disconnect() };
}

/** Names the setting, not its value: the URL contains the password. */
function connectionError(server: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new Error(`Cannot connect to ${server}: ${message || code}.`, { cause });
}
