import type { JournalOptions } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { Database } from "better-sqlite3";
import { sqliteIntents } from "../../dialects/sqlite/sqlite-intents.js";
import {
  journalTableOptionNames,
  type SqliteJournalTableOptions,
} from "../../dialects/sqlite/table-names.js";
import { createSqlJournal, type SqlJournal } from "../../outbox/sql-journal.js";
import { openSqlite } from "./open-sqlite.js";
import { createQueueOnDatabase } from "./queue-on-database.js";

/** Options of `sqliteJournal`. */
export interface SqliteJournalOptions extends JournalOptions, SqliteJournalTableOptions {
  /**
   * The path of the database file, on a local disk. The journal opens its own connections. The file is created if it does not exist;
   * its folder must exist.
   */
  path: string;
  /**
   * Called with each connection that the journal opens, for pragmas that it needs. Must be synchronous. The journal sets `journal_mode`
   * and `synchronous` itself.
   */
  onOpen?: ((db: Database) => void) | undefined;
  /** How long a call waits until it can write to the file before it throws, in milliseconds. It is not sent then. Defaults to `5000`. */
  acquireTimeoutMs?: number | undefined;
}

/** A journal in SQLite. Calls are queued with a `Database` of better-sqlite3 that is inside a transaction. */
export interface SqliteJournal extends SqlJournal<Database, true> {
  /** Closes the journal's connections. */
  close(): void;
}

/**
 * Creates a journal in a SQLite file, with better-sqlite3, which sends each call that moves money once. Call `migrate()` once before the
 * first call.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const journal = sqliteJournal({ path: "./data/shop.db" });
 * await journal.migrate();
 * const numipay = new Numipay({ journal });
 */
export function sqliteJournal(options: SqliteJournalOptions): SqliteJournal {
  checkKnownOptions(options, [
    "path",
    "onOpen",
    "account",
    "namespace",
    "storeUrl",
    "responseTtlMs",
    "acquireTimeoutMs",
    ...journalTableOptionNames,
  ]);
  const { sessions, dialect, file, close } = openSqlite(options);
  const intents = sqliteIntents(options);
  const queue = createQueueOnDatabase(file, dialect, intents);
  return { ...createSqlJournal({ sessions, dialect, intents, queue }, options), close };
}
