import type { Inbox } from "@numipay/core";
import type { Database } from "better-sqlite3";
import type { Entry } from "../ledger/entry.js";
import { type Engine, requireSetting } from "./engine.js";
import { handlerFaults } from "./handler-faults.js";
import { findHandlerFault } from "./handler-faults/find-handler-fault.js";
import type { SqliteTx } from "./handler-faults/handler-work.js";
import { toRow } from "./ledger-table.js";
import { migrateUntilDone } from "./migrate-until-done.js";
import type { ReceiverSettings } from "./settings.js";

/** The ledger, and tables whose constraints fail at commit or roll the transaction back. */
const tables = `BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS ledger (position INTEGER PRIMARY KEY, key TEXT, transaction_key TEXT, rank INTEGER, event TEXT);
CREATE TABLE IF NOT EXISTS notes (content BLOB);
CREATE TABLE IF NOT EXISTS customers (id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS strict (id TEXT UNIQUE ON CONFLICT ROLLBACK);
CREATE TABLE IF NOT EXISTS invoices (customer TEXT REFERENCES customers DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE IF NOT EXISTS orders (customer TEXT REFERENCES customers);
CREATE TABLE IF NOT EXISTS refusals (reason TEXT);
CREATE TRIGGER IF NOT EXISTS refuse BEFORE INSERT ON refusals BEGIN SELECT RAISE(ROLLBACK, 'refused'); END;
COMMIT`;

/** How long the application's own connection waits for the file, in milliseconds. */
const timeoutMs = 20_000;

function insertEntry(entry: Entry, tx: Pick<SqliteTx, "prepare">): true {
  const insert = "INSERT INTO ledger (key, transaction_key, rank, event) VALUES (?, ?, ?, ?)";
  tx.prepare(insert).run(...toRow(entry));
  return true;
}

type MigratableInbox<Tx> = Inbox<Tx> & { migrate(): Promise<void>; close(): void };

/** The engine of an inbox in a SQLite file. Its handlers are synchronous. */
async function openSqlite<Tx extends SqliteTx>(
  { databasePath }: ReceiverSettings,
  createInbox: (path: string) => Promise<MigratableInbox<Tx>>,
): Promise<Engine<Tx>> {
  const { default: BetterSqlite3 } = await import("better-sqlite3");
  const path = requireSetting(databasePath, "databasePath");
  const app: Database = new BetterSqlite3(path, { timeout: timeoutMs });
  app.pragma("journal_mode = WAL");
  app.exec(tables);
  const inbox = await createInbox(path);
  await migrateUntilDone(inbox);
  return {
    inbox,
    effect: insertEntry,
    injectFault: ({ fault, entry, tx }) =>
      findHandlerFault(
        handlerFaults.sqlite,
        fault,
      )({
        entry,
        tx,
        append: (through = tx) => void insertEntry(entry, through),
      }),
    async readLedger() {
      const rows = app
        .prepare(
          "SELECT key, transaction_key AS transactionKey, rank, event FROM ledger ORDER BY position",
        )
        .all() as { event: string }[];
      return rows.map((row) => ({ ...row, event: JSON.parse(row.event) as unknown }));
    },
    async close() {
      inbox.close();
      app.close();
    },
  };
}

export async function openPublishedSqlite(settings: ReceiverSettings): Promise<Engine> {
  return await openSqlite(settings, async (path) => {
    const { sqliteInbox } = await import("@numipay/sql/better-sqlite3");
    return sqliteInbox({
      path,
      onOpen: (db) => void db.pragma("foreign_keys = ON"),
      // A claim that waits for a locked file must be rejected while it is locked.
      acquireTimeoutMs: Math.min(settings.leaseMs, 15_000),
    });
  });
}

export async function openNaiveSqlite(settings: ReceiverSettings): Promise<Engine> {
  return await openSqlite(settings, async (path) => {
    const { naiveSqliteInbox } = await import("./naive-sqlite-inbox.js");
    return naiveSqliteInbox(path, { ignoresCommit: settings.ignoresCommit === true });
  });
}
