// Opens the webhook's inbox, the journal of payouts and the shop's store. `INBOX` selects the engine.
import { PGlite } from "@electric-sql/pglite";
import {
  type Inbox,
  type Journal,
  memoryInbox,
  memoryJournal,
  type OutboxStore,
} from "@numipay/core";
import { pgInbox, pgJournal } from "@numipay/sql/pg";
import { pgliteInbox, pgliteJournal } from "@numipay/sql/pglite";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";
import pg from "pg";
import { createTables } from "./store/create-tables.js";
import { pgliteDatabase, poolDatabase } from "./store/database.js";
import { createMemoryStore } from "./store/memory-store.js";
import { createPostgresStore } from "./store/postgres-store.js";
import type { ShopStore, Tx } from "./store/store.js";

export interface StorageSettings {
  engine: "memory" | "pglite" | "postgres" | "redis";
  /** Of the server. */
  url?: string;
  /** Of PGlite's files. One process at a time can use it. */
  folder?: string;
  /** Of the tables in PostgreSQL. Defaults to the search path's. */
  schema?: string;
  /** Of the keys in Redis. Defaults to `numipay:`. */
  prefix?: string;
  /** Called with each Redis setting that can lose records. Defaults to printing it. */
  onWarning?: (warning: { message: string }) => void;
}

/** Queues payouts in a transaction of the store. */
export type PayoutJournal = Journal<OutboxStore<Tx>>;

export interface ShopStorage {
  inbox: Inbox<Tx>;
  journal: PayoutJournal;
  store: ShopStore;
  close: () => Promise<void>;
}

/** Connects to the server and creates the tables. Rejects if the server is not available. */
export async function openStorage(settings: StorageSettings): Promise<ShopStorage> {
  if (settings.engine === "postgres") return openPostgres(settings);
  if (settings.engine === "redis") return openRedis(settings);
  if (settings.engine === "pglite") return openPglite(settings);
  return {
    inbox: memoryInbox(),
    journal: memoryJournal(),
    store: createMemoryStore(),
    close: async () => undefined,
  };
}

async function openPglite({ folder }: StorageSettings): Promise<ShopStorage> {
  const db = await PGlite.create(folder);
  const inbox = pgliteInbox({ db });
  const database = pgliteDatabase(db);
  await inbox.migrate();
  await createTables(database);
  return {
    inbox,
    // Takes the transactions of the store and of handlers, which have `exec` too.
    journal: pgliteJournal({ db }) as Journal as PayoutJournal,
    store: createPostgresStore(database),
    close: () => db.close(),
  };
}

async function openPostgres({ url, schema }: StorageSettings): Promise<ShopStorage> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 3000,
    ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
  });
  // Without a listener, a broken idle connection ends the process.
  pool.on("error", (error) => console.error(`PostgreSQL: ${error.message}`));
  // All use one database, so a handler's writes and the inbox's record are one transaction, and so are a hold and its payout.
  const tables = { pool, ...(schema === undefined ? {} : { schema }) };
  const inbox = pgInbox(tables);
  const database = poolDatabase(pool);
  try {
    await inbox.migrate();
    await createTables(database);
  } catch (error) {
    await pool.end();
    throw connectionError("PostgreSQL at DATABASE_URL", error);
  }
  return {
    inbox,
    journal: pgJournal(tables) as PayoutJournal,
    store: createPostgresStore(database),
    close: () => pool.end(),
  };
}

async function openRedis({ url = "", prefix, onWarning }: StorageSettings): Promise<ShopStorage> {
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
  return {
    inbox,
    // The store is in memory too, so both are lost together.
    journal: memoryJournal(),
    store: createMemoryStore(),
    close: async () => client.disconnect(),
  };
}

/** Names the setting, not its value: the URL contains the password. */
function connectionError(server: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new Error(`Cannot connect to ${server}: ${message || code}.`, { cause });
}
