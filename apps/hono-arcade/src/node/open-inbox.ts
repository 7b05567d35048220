// The inbox records which changes were forwarded. Only main.ts uses this file: at the edge the inbox is in memory.
import { type Inbox, memoryInbox } from "@numipay/core";
import { pgInbox } from "@numipay/sql/pg";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";
import pg from "pg";

export interface InboxSettings {
  engine: "memory" | "postgres" | "redis";
  /** The server's URL. */
  url?: string | undefined;
  /** The schema of the tables in PostgreSQL. Defaults to the search path's. */
  schema?: string | undefined;
  /** The prefix of the keys in Redis. Defaults to `numipay:`. */
  prefix?: string | undefined;
  /** How long the slowest event can take, all of its services together. Defaults to one minute. */
  maxProcessingMs?: number | undefined;
  /** Called when Redis is configured in a way that can lose records. Defaults to a warning on the console. */
  onWarning?: ((warning: { message: string }) => void) | undefined;
}

export interface OpenInbox {
  inbox: Inbox<unknown>;
  close: () => Promise<void>;
}

/** A claim that is held longer than this is given to the next delivery. */
const minClaimMs = 60_000;

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

async function openPostgres(settings: InboxSettings): Promise<OpenInbox> {
  const { url, schema } = settings;
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 3000 });
  // Without a listener, a broken idle connection would crash the process.
  pool.on("error", (error) => console.error(`PostgreSQL: ${error.message}`));
  const inbox = pgInbox({ pool, schema, idleTimeoutMs: toClaimMs(settings) });
  await inbox.migrate().catch(async (error: unknown) => {
    await pool.end();
    throw connectionError("PostgreSQL at DATABASE_URL", error);
  });
  return { inbox, close: () => pool.end() };
}

async function openRedis(settings: InboxSettings): Promise<OpenInbox> {
  const { url = "", prefix, onWarning } = settings;
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 3000,
    // While Redis is down, fail at once: the delivery gets a 503 and the gateway retries it.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  let lastError: Error | undefined;
  client.on("error", (error: Error) => {
    lastError = error;
    console.error(`Redis: ${error.message}`);
  });
  await client.connect().catch((error: unknown) => {
    // Stops the client's reconnecting, which would keep the process alive.
    client.disconnect();
    // connect() only rejects with "connection closed"; the reason is in the error event.
    throw connectionError("Redis at REDIS_URL", lastError ?? error);
  });
  const inbox = redisInbox({ client, leaseMs: toClaimMs(settings), prefix, onWarning });
  return { inbox, close: async () => client.disconnect() };
}

function toClaimMs({ maxProcessingMs = 0 }: InboxSettings): number {
  return Math.max(minClaimMs, maxProcessingMs);
}

/** Names the setting, not its value: the URL contains a password. */
function connectionError(server: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  return new Error(`Failed to connect to ${server}: ${message || code}.`, { cause: error });
}
