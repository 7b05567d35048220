import { toStoredContent } from "../content-options.js";
import type { Dialect, Opening } from "../dialect.js";
import { accountStatements } from "./account-statements.js";
import { checkpointStatements } from "./checkpoint-statements.js";
import { toClaim, toPeek, toReadRecords } from "./claim-statements.js";
import { toComplete, toConflict } from "./complete-statements.js";
import { toLiteral } from "./literal.js";
import { migrations } from "./migrations.js";
import { readText } from "./read-control.js";
import { recordStatements } from "./record-statements.js";
import { type SqliteTableOptions, toTableNames } from "./table-names.js";
import { isMissing, toCompleteFailure, withAdvice } from "./with-advice.js";
import { unreadableStatements } from "./unreadable-statements.js";

/** A transaction for writing takes the lock of the file at once, so that none of its statements has to wait for it. */
export const write: Opening = { begin: "BEGIN IMMEDIATE", modes: [] };
/** A transaction for reading takes no lock. */
const read: Opening = { begin: "BEGIN DEFERRED", modes: [] };

/**
 * Creates the dialect of SQLite. A file has one writer at a time, so the transaction of a claim is its lock.
 *
 * @throws InvalidOptionError when the prefix contains other characters or is too long
 */
export function sqliteDialect(options: SqliteTableOptions = {}): Dialect {
  const names = toTableNames(options);
  const toContent = toStoredContent(options, toLiteral);
  const { changes, conflicts, marks, accounts, unreadable, migrations: versions } = names;
  return {
    write,
    read,
    readText,
    toLockName: ({ transactionKey }) => `${changes} ${transactionKey}`,
    claim: (change) => toClaim(names, change, toContent(change)),
    readRecords: (many) => toReadRecords(names, many),
    peek: (many) => toPeek(names, many),
    complete: (record) => toComplete(names, record),
    recordConflict: (change) => toConflict(names, change),
    archive: (olderThan) => ({
      statements: [
        `UPDATE ${changes} SET content = NULL
WHERE content IS NOT NULL AND recorded_at < ${toLiteral(olderThan.toISOString())}`,
      ],
      read: ([updated]) => updated?.rowCount ?? 0,
    }),
    records: recordStatements(names),
    checkpoints: checkpointStatements(names),
    accounts: accountStatements(names),
    unreadable: unreadableStatements(names),
    readVersion: () => ({
      statements: [`SELECT max(version) AS version FROM ${versions}`],
      read: ([found]) => Number(found?.rows[0]?.["version"] ?? 0),
    }),
    isWithoutTables: (error) => isMissing((error as Error).cause),
    migrate: (version) => migrations.slice(version).flatMap((toStatements) => toStatements(names)),
    toMigrationFailure: (error) => error,
    ping: () => ({
      // They write no row, but SQLite checks what it checks for a delivery.
      statements: [
        ...[changes, conflicts, marks, accounts, unreadable].map(
          (table) => `INSERT INTO ${table} SELECT * FROM ${table} WHERE 0`,
        ),
        `UPDATE ${changes} SET is_handled = is_handled WHERE 0`,
      ],
      read: () => undefined,
    }),
    toFailure: withAdvice,
    toCompleteFailure: (error) => toCompleteFailure(error, names),
  };
}
