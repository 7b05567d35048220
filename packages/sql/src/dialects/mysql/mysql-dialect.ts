import { toStoredContent } from "../content-options.js";
import type { Dialect } from "../dialect.js";
import { accountStatements } from "./account-statements.js";
import { checkpointStatements } from "./checkpoint-statements.js";
import { rowLock, toClaim, toPeek, toReadRecords } from "./claim-statements.js";
import { toComplete, toConflict } from "./complete-statements.js";
import { toLiteral, toTime } from "./literal.js";
import { migrationStatements } from "./migration-statements.js";
import { toPing } from "./ping-statements.js";
import { readText } from "./read-control.js";
import { recordStatements } from "./record-statements.js";
import { rejectShadows } from "./reject-shadows.js";
import { type MysqlTableOptions, toTableNames } from "./table-names.js";
import { toCompleteFailure } from "./to-complete-failure.js";
import { unreadableStatements } from "./unreadable-statements.js";
import { readError, withAdvice } from "./with-advice.js";

/**
 * Creates the dialect of MariaDB: a locked row that holds the token of the claim. Its transactions have `autocommit = 0`, so that
 * what a handler runs after a deadlock, which ends them, is not committed. Restore it after each of them. Right under READ
 * COMMITTED and REPEATABLE READ.
 *
 * @throws InvalidOptionError when a name contains other characters or is too long
 */
export function mysqlDialect(options: MysqlTableOptions = {}): Dialect {
  const names = toTableNames(options);
  const toContent = toStoredContent(options, toLiteral);
  return {
    write: { begin: "SET autocommit = 0", modes: ["SET autocommit = 0"] },
    // Each statement is a transaction.
    read: { begin: "SET autocommit = 1", modes: [] },
    readText: (text) => rejectShadows(readText(text), text, names),
    isInterruption: (error) => readError(error).errno === 1213,
    toLockName: ({ transactionKey }) => `${names.locks} ${transactionKey}`,
    rowLock: rowLock(names),
    claim: (change) => toClaim(names, change),
    readRecords: (changes) => toReadRecords(names, changes),
    peek: (changes) => toPeek(names, changes),
    complete: (record) => toComplete(names, record, toContent(record.change)),
    recordConflict: (change) => toConflict(names, change),
    archive: (olderThan) => ({
      statements: [
        `UPDATE ${names.changes} SET content = NULL
WHERE content IS NOT NULL AND recorded_at < ${toTime(olderThan)}`,
      ],
      read: ([updated]) => updated?.rowCount ?? 0,
    }),
    records: recordStatements(names),
    checkpoints: checkpointStatements(names),
    accounts: accountStatements(names),
    unreadable: unreadableStatements(names),
    ...migrationStatements(names),
    ping: () => toPing(names),
    toFailure: withAdvice,
    toCompleteFailure,
  };
}
