import { toIntentTables } from "./intent-tables.js";
import { now } from "./literal.js";
import type { SqliteTableNames } from "./table-names.js";

/**
 * The statements of each version, oldest first. They can be repeated. `migrations/sqlite/` contains the same SQL with the default
 * names.
 */
export const migrations: readonly ((names: SqliteTableNames) => string[])[] = [
  ({ changes, conflicts, marks, accounts, unreadable, migrations: versions }) => [
    `CREATE TABLE IF NOT EXISTS ${versions} (
  version INTEGER PRIMARY KEY,
  applied_at TEXT NOT NULL DEFAULT (${now})
)`,
    `-- One row per change. Never delete rows: a deleted change could be replayed.
CREATE TABLE IF NOT EXISTS ${changes} (
  fence INTEGER PRIMARY KEY,
  transaction_key TEXT NOT NULL,
  status TEXT NOT NULL,
  is_final INTEGER NOT NULL,
  -- 0 if there was no handler for the change. A receiver with a handler may still apply it.
  is_handled INTEGER NOT NULL,
  content_digest BLOB NOT NULL,
  -- NULL unless the inbox has keepContent, and once archived.
  content TEXT,
  recorded_at TEXT NOT NULL DEFAULT (${now}),
  UNIQUE (transaction_key, status)
)`,
    `-- Deliveries that repeated a recorded change with different content. They were not applied; review each one.
CREATE TABLE IF NOT EXISTS ${conflicts} (
  transaction_key TEXT NOT NULL,
  status TEXT NOT NULL,
  content_digest BLOB NOT NULL,
  content TEXT NOT NULL,
  times INTEGER NOT NULL DEFAULT 1,
  first_seen_at TEXT NOT NULL DEFAULT (${now}),
  last_seen_at TEXT NOT NULL DEFAULT (${now}),
  PRIMARY KEY (transaction_key, status, content_digest)
)`,
    `CREATE TABLE IF NOT EXISTS ${marks} (
  name TEXT NOT NULL PRIMARY KEY,
  -- Escaped as in a JSON string.
  value TEXT NOT NULL,
  written_at TEXT NOT NULL DEFAULT (${now})
)`,
    `-- The merchant accounts and the prefixes of their keys.
CREATE TABLE IF NOT EXISTS ${accounts} (
  name TEXT NOT NULL PRIMARY KEY,
  namespace TEXT NOT NULL,
  renamed_to TEXT,
  added_at TEXT NOT NULL DEFAULT (${now})
)`,
    `-- Correctly signed deliveries that the contract cannot read, until they are applied.
CREATE TABLE IF NOT EXISTS ${unreadable} (
  key TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  received_at TEXT NOT NULL,
  -- The signed text as a JSON string. NULL once removed.
  signed_text TEXT,
  problem TEXT NOT NULL,
  removed_at TEXT
)`,
    `INSERT INTO ${versions} (version) VALUES (1) ON CONFLICT DO NOTHING`,
  ],
  (names) => [
    ...toIntentTables(names),
    `INSERT INTO ${names.migrations} (version) VALUES (2) ON CONFLICT DO NOTHING`,
  ],
];
