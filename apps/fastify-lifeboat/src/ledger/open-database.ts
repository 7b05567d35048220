// The ledger and the webhook's inbox in one database, so that what a webhook does and the record that it was applied commit
// together. PGlite is PostgreSQL within this process; with a server it is `postgresInbox` and `pg`, and the same statements.
import { PGlite } from "@electric-sql/pglite";
import type { Inbox } from "@numipay/core";
import { pgliteInbox, type PgliteTransaction } from "@numipay/postgres/pglite";

/** What runs statements: the database itself, or the transaction of a webhook. */
export type Queries = Pick<PgliteTransaction, "query">;

export interface Database {
  readonly inbox: Inbox<PgliteTransaction>;
  readonly queries: Queries;
  /** Runs statements in a transaction of their own. Not within a webhook's handler: that has one. */
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
    why text NOT NULL
  );
`;

/** Opens the database in a folder; in memory without one. One process only. */
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
