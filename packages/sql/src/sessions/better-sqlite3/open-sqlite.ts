import { resolve } from "node:path";
import { InvalidOptionError } from "@numipay/core";
import type { Database } from "better-sqlite3";
import { sqliteDialect } from "../../dialects/sqlite/sqlite-dialect.js";
import type { SqliteTableOptions } from "../../dialects/sqlite/table-names.js";
import type { OpenedDatabase } from "../opened-database.js";
import { requireMs } from "../require-ms.js";
import { createDatabaseFile, type DatabaseFile } from "./database-file.js";
import type { SqliteTransaction } from "./sqlite-handle.js";
import { sqliteSessions } from "./sqlite-sessions.js";

/** What an inbox or a journal needs of a file. */
interface SqliteOptions extends SqliteTableOptions {
  path: string;
  onOpen?: ((db: Database) => void) | undefined;
  acquireTimeoutMs?: number | undefined;
  holdTimeoutMs?: number | undefined;
}

/** A file that an inbox or a journal runs on. */
export interface OpenedFile extends OpenedDatabase<SqliteTransaction> {
  file: DatabaseFile;
  close: () => void;
}

/**
 * Opens a file for an inbox or a journal.
 *
 * @throws InvalidOptionError naming the option
 */
export function openSqlite(options: SqliteOptions): OpenedFile {
  const { path, onOpen, acquireTimeoutMs = 5000, holdTimeoutMs = 10_000 } = options;
  requirePath(path);
  if (onOpen !== undefined && typeof onOpen !== "function") {
    throw new InvalidOptionError("onOpen", "must be a function: onOpen(db) { … }.");
  }
  requireMs("acquireTimeoutMs", acquireTimeoutMs);
  requireMs("holdTimeoutMs", holdTimeoutMs);
  const file = createDatabaseFile({ path: resolve(path), onOpen });
  return {
    sessions: sqliteSessions(file, { acquireTimeoutMs, holdTimeoutMs }),
    dialect: sqliteDialect(options),
    // SQLite has no timeouts of its own that apply here.
    limits: { lockTimeoutMs: 0, idleTimeoutMs: 0, statementTimeoutMs: 0 },
    file,
    close: () => file.close(),
  };
}

function requirePath(path: unknown): void {
  if (typeof path === "object" && path !== null) {
    throw new InvalidOptionError(
      "path",
      "must be the path of the database file, not a connection: a rollback of the inbox on your connection would undo the writes of " +
        "other requests. Pass the file that your connection uses.",
    );
  }
  if (typeof path !== "string" || path.trim() === "" || path.includes("\0")) {
    throw new InvalidOptionError(
      "path",
      'must be the path of the database file: "./data/shop.db".',
    );
  }
  if (path.trim() === ":memory:") {
    throw new InvalidOptionError(
      "path",
      "must be a file: each connection has its own :memory: database. For tests, use a file in a temporary folder.",
    );
  }
  if (path.startsWith("file:")) {
    throw new InvalidOptionError(
      "path",
      "must be a path, not a file: URL. Use fileURLToPath(url).",
    );
  }
}
