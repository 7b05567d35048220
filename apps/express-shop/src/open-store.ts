// @ts-check
// What outlives a request: the webhook's inbox, which remembers the changes that were applied, and the books that they
// were applied to. Where they are is one line of the environment.
import type { Inbox } from "@numipay/core";
import type { Books, Tx } from "./books/books.js";
import { memoryInbox } from "@numipay/core";
import { postgresInbox } from "@numipay/postgres";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";
import pg from "pg";
import { memoryBooks } from "./books/memory-books.js";
import { postgresBooks } from "./books/postgres-books.js";
import { makeTables } from "./books/shop-tables.js";

export interface StoreSettings {
  engine: "memory" | "postgres" | "redis";
  /** Of the server. */
  url?: string;
  /** Of the tables in PostgreSQL; the search path's where not given. */
  schema?: string;
  /** Of the keys in Redis; `numipay:` where not given. */
  prefix?: string;
  /** Told what in Redis can lose records; printed where not given. */
  onWarning?: (warning: { message: string }) => void;
}

export interface Store {
  inbox: Inbox<Tx>;
  books: Books;
  close: () => Promise<void>;
}

/**
 * Opens the store, and its connection where it has one. Rejects where the server does not answer: better no start than
 * one that can take no webhook.
 */
export async function openStore(settings: StoreSettings): Promise<Store> {
  if (settings.engine === "postgres") return openPostgres(settings);
  if (settings.engine === "redis") return openRedis(settings);
  return { inbox: memoryInbox(), books: memoryBooks(), close: async () => undefined };
}

async function openPostgres({ url, schema }: StoreSettings): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 3000,
    ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
  });
  // Without a listener, an idle connection that breaks would end the process.
  pool.on("error", (error) => console.error(`PostgreSQL: ${error.message}`));
  // One database for both, so that a handler's writes and the inbox's record are one transaction.
  const inbox = postgresInbox({ pool, ...(schema === undefined ? {} : { schema }) });
  try {
    await inbox.migrate();
    await makeTables(pool);
  } catch (error) {
    await pool.end();
    throw notThere("PostgreSQL at DATABASE_URL", error);
  }
  return { inbox, books: postgresBooks(pool), close: () => pool.end() };
}

async function openRedis({ url = "", prefix, onWarning }: StoreSettings): Promise<Store> {
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
    ...(prefix === undefined ? {} : { prefix }),
    ...(onWarning === undefined ? {} : { onWarning }),
  });
  return { inbox, books: memoryBooks(), close: async () => client.disconnect() };
}

/** Names the setting and not its value, which has a password. */
function notThere(what: string, error: unknown) {
  const { code, message } = error as { code?: string; message: string };
  return new Error(`The inbox cannot be opened: ${what} says ${message || code}.`, {
    cause: error,
  });
}
