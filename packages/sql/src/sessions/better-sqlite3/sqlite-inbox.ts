import { checkKnownOptions } from "@numipay/core/protocol";
import type { Database } from "better-sqlite3";
import { type SqliteTableOptions, tableOptionNames } from "../../dialects/sqlite/table-names.js";
import { createSqlInbox, type SqlInbox } from "../../inbox/sql-inbox.js";
import { openSqlite } from "./open-sqlite.js";
import type { SqliteTransaction } from "./sqlite-handle.js";

/** Options of `sqliteInbox`. */
export interface SqliteInboxOptions extends SqliteTableOptions {
  /**
   * The path of the database file, on a local disk. The inbox opens its own connections. The file is created if it does not exist;
   * its folder must exist.
   */
  path: string;
  /**
   * Called with each connection that the inbox opens, for pragmas, functions and extensions that handlers use: what you set on your
   * own connection does not apply to the inbox's. Must be synchronous. The inbox sets `journal_mode` and `synchronous` itself.
   */
  onOpen?: ((db: Database) => void) | undefined;
  /** How long a claim waits until it can write to the file before it rejects, in milliseconds. Defaults to `5000`. */
  acquireTimeoutMs?: number | undefined;
  /**
   * How long a claim may keep the file locked before it is rolled back, in milliseconds. Handlers are synchronous, so only the
   * webhook's `confirm` takes time while a claim is open. Defaults to `10000`.
   */
  holdTimeoutMs?: number | undefined;
}

/** An inbox in SQLite. Handlers receive the transaction in which the record commits, and must be synchronous. */
export interface SqliteInbox extends SqlInbox<SqliteTransaction> {
  /** Closes the inbox's connections. An open claim is rolled back. */
  close(): void;
}

/**
 * Creates an inbox in a SQLite file, with better-sqlite3. What a handler writes through `tx` commits together with the record of the
 * change, or not at all: exactly once. Handlers are synchronous, and run one after another. Call `migrate()` once before the first
 * delivery.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const inbox = sqliteInbox({ path: "./data/shop.db" });
 * await inbox.migrate();
 */
export function sqliteInbox(options: SqliteInboxOptions): SqliteInbox {
  checkKnownOptions(options, [
    "path",
    "onOpen",
    "acquireTimeoutMs",
    "holdTimeoutMs",
    ...tableOptionNames,
  ]);
  const { sessions, dialect, limits, close } = openSqlite(options);
  return { ...createSqlInbox(sessions, dialect, limits), close };
}
