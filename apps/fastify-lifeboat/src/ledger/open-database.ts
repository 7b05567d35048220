// The ledger and the inbox share a database, so that a webhook's effect and its record are committed together. PGlite is
// PostgreSQL within this process. For a PostgreSQL server, use `pgInbox` and `pg` with the same statements.
import { PGlite } from "@electric-sql/pglite";
import type { Inbox } from "@numipay/core";
import { pgliteInbox, type PgliteTransaction } from "@numipay/sql/pglite";

/** Runs statements on the database, or in a webhook's transaction. */
export type Queries = Pick<PgliteTransaction, "query">;

export interface Database {
  readonly inbox: Inbox<PgliteTransaction>;
  readonly queries: Queries;
  /** Runs statements in a new transaction. Do not use it in a webhook handler, which has its own. */
  readonly transact: <Result>(work: (tx: Queries) => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
}

const tables = `
  CREATE TABLE IF NOT EXISTS donations (
    id text PRIMARY KEY,
    donor text NOT NULL,
    cents integer NOT NULL CHECK (cents > 0),
    currency text NOT NULL,
    state text NOT NULL DEFAULT 'opening',
    transaction_id text
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

/** Opens the database in a folder, for one process at a time. Defaults to a database in memory. */
export async function openDatabase(folder?: string): Promise<Database> {
  const db = await (folder === undefined ? PGlite.create() : PGlite.create(folder));
  const inbox = pgliteInbox({ db });
  await inbox.migrate();
  await db.exec(tables);
  return {
    inbox,
    queries: db,
    transact: (work) => db.transaction((tx) => work(tx)),
    close: () => db.close(),
  };
}
