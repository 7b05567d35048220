import { key, options, text } from "./column-types.js";
import { toIntentTables } from "./intent-tables.js";
import type { MysqlTableNames } from "./table-names.js";

/**
 * The statements of each version, oldest first. MariaDB commits each statement that creates a table, so each can be repeated.
 * `migrations/mysql/` contains the same SQL with the default names.
 */
export const migrations: readonly ((names: MysqlTableNames) => string[])[] = [
  ({ changes, locks, fence, conflicts, marks, accounts, unreadable, migrations: versions }) => [
    `CREATE TABLE IF NOT EXISTS ${versions} (
  version int NOT NULL PRIMARY KEY,
  applied_at datetime(6) NOT NULL
) ${options}`,
    `-- One row per change. Never delete rows: a deleted change could be replayed. All times are in UTC.
CREATE TABLE IF NOT EXISTS ${changes} (
  transaction_key ${key},
  status ${key},
  is_final tinyint NOT NULL,
  fence bigint unsigned NOT NULL,
  content_digest binary(32) NOT NULL,
  -- NULL unless the inbox has keepContent, and once archived.
  content ${text},
  -- 0 if there was no handler for the change. A receiver with a handler may still apply it.
  is_handled tinyint NOT NULL,
  recorded_at datetime(6) NOT NULL,
  PRIMARY KEY (transaction_key, status)
) ${options}`,
    `-- One row per transaction, which a claim locks. fence is the token of the last claim whose record was committed.
CREATE TABLE IF NOT EXISTS ${locks} (
  transaction_key ${key} PRIMARY KEY,
  fence bigint unsigned NOT NULL
) ${options}`,
    `-- Always empty. It numbers the claims.
CREATE TABLE IF NOT EXISTS ${fence} (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY
) ${options}`,
    `-- Deliveries that repeated a recorded change with different content. They were not applied; review each one.
CREATE TABLE IF NOT EXISTS ${conflicts} (
  transaction_key ${key},
  status ${key},
  content_digest binary(32) NOT NULL,
  content ${text} NOT NULL,
  times int NOT NULL,
  first_seen_at datetime(6) NOT NULL,
  last_seen_at datetime(6) NOT NULL,
  PRIMARY KEY (transaction_key, status, content_digest)
) ${options}`,
    `CREATE TABLE IF NOT EXISTS ${marks} (
  name ${key} PRIMARY KEY,
  value ${text} NOT NULL,
  written_at datetime(6) NOT NULL
) ${options}`,
    `-- The merchant accounts and the prefixes of their keys.
CREATE TABLE IF NOT EXISTS ${accounts} (
  name_key ${key} PRIMARY KEY,
  name ${text} NOT NULL,
  namespace ${text} NOT NULL,
  renamed_to ${text},
  added_at datetime(6) NOT NULL
) ${options}`,
    `-- Correctly signed deliveries that the contract cannot read, until they are applied.
CREATE TABLE IF NOT EXISTS ${unreadable} (
  delivery_key ${key} PRIMARY KEY,
  account ${text} NOT NULL,
  received_at datetime(3) NOT NULL,
  -- The signed text as a JSON string. NULL once removed.
  signed_text ${text},
  problem ${text} NOT NULL,
  removed_at datetime(3)
) ${options}`,
    `INSERT IGNORE INTO ${versions} (version, applied_at) VALUES (1, UTC_TIMESTAMP(6))`,
  ],
  (names) => [
    ...toIntentTables(names),
    `INSERT IGNORE INTO ${names.migrations} (version, applied_at) VALUES (2, UTC_TIMESTAMP(6))`,
  ],
];
