// The ledger and the inbox share a database, so that a webhook's effect and its record are committed together.
import { PGlite } from "@electric-sql/pglite";
import type { Inbox } from "@numipay/core";
import { drizzleInbox } from "@numipay/sql/drizzle";
import { drizzle } from "drizzle-orm/node-postgres";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { Pool } from "pg";
import { pglitePool } from "./pglite-stream.js";

/** Runs statements on the database, or in a webhook's transaction. */
export type Queries = PgDatabase<PgQueryResultHKT>;

export interface Database {
  readonly inbox: Inbox<Queries>;
  readonly queries: Queries;
  readonly close: () => Promise<void>;
}

export interface DatabaseSettings {
  /** PostgreSQL's URL. Defaults to PGlite, a PostgreSQL within this process. */
  readonly url?: string | undefined;
  /** PGlite's folder, for one process at a time. Defaults to memory. */
  readonly folder?: string | undefined;
}

const tables = `
  CREATE TABLE IF NOT EXISTS donations (
    id text PRIMARY KEY,
    donor text NOT NULL,
    cents integer NOT NULL CHECK (cents > 0),
    currency text NOT NULL,
    state text NOT NULL DEFAULT 'opening'
  );
  CREATE TABLE IF NOT EXISTS ledger (
    key text PRIMARY KEY,
    from_account text NOT NULL,
    to_account text NOT NULL,
    cents integer NOT NULL CHECK (cents > 0),
    currency text NOT NULL,
    donation text NOT NULL REFERENCES donations (id)
  );
  CREATE TABLE IF NOT EXISTS flags (
    key text PRIMARY KEY,
    tracking_id text NOT NULL,
    reason text NOT NULL
  );
`;

/** Opens the database and creates its tables. */
export async function openDatabase(settings: DatabaseSettings = {}): Promise<Database> {
  const { pool, close } = await openPool(settings);
  const queries = drizzle(pool);
  const inbox = drizzleInbox<Queries>({ client: pool, drizzle: (client) => drizzle(client) });
  await inbox.migrate();
  await pool.query(tables);
  return { inbox, queries, close };
}

/** Chooses the database: a PostgreSQL server, or PGlite if no URL is set. */
async function openPool({ url, folder }: DatabaseSettings) {
  if (url !== undefined) {
    const pool = new Pool({ connectionString: url, max: 10 });
    // Without a listener, a broken idle connection ends the process.
    pool.on("error", (error) => console.error(`PostgreSQL: ${error.message}`));
    return { pool, close: () => pool.end() };
  }
  const db = await (folder === undefined ? PGlite.create() : PGlite.create(folder));
  const pool = new Pool(pglitePool(db));
  const close = async (): Promise<void> => {
    await pool.end();
    await db.close();
  };
  return { pool, close };
}
