import { toStoredContent } from "../content-options.js";
import type { Dialect } from "../dialect.js";
import { accountStatements } from "./account-statements.js";
import { checkpointStatements } from "./checkpoint-statements.js";
import { toClaim, toLockName, toPeek, toReadRecords } from "./claim-statements.js";
import { toComplete, toConflict } from "./complete-statements.js";
import { toLiteral } from "./literal.js";
import { migrationStatements } from "./migration-statements.js";
import { toPing } from "./ping-statements.js";
import { readText } from "./read-control.js";
import { recordStatements } from "./record-statements.js";
import { type TableOptions, toTableNames } from "./table-names.js";
import { toCompleteFailure } from "./to-complete-failure.js";
import { unreadableStatements } from "./unreadable-statements.js";
import { withAdvice } from "./with-advice.js";

/**
 * Creates the dialect of PostgreSQL: an advisory lock that ends with the transaction, and functions whose plans the server keeps.
 *
 * @throws InvalidOptionError when a name contains other characters or is too long
 */
export function postgresDialect(options: TableOptions = {}): Dialect {
  const names = toTableNames(options);
  const toContent = toStoredContent(options, toLiteral);
  return {
    write: toOpening("READ WRITE"),
    read: toOpening("READ ONLY"),
    readText,
    toLockName: (change) => toLockName(names, change),
    claim: (change, limits) => toClaim(names, change, limits),
    readRecords: (changes) => toReadRecords(names, changes),
    peek: (changes) => toPeek(names, changes),
    complete: (record) => toComplete(names, record, toContent(record.change)),
    recordConflict: (change) => toConflict(names, change),
    archive: (olderThan) => ({
      statements: [
        `UPDATE ${names.changes} SET content = NULL
WHERE content IS NOT NULL AND recorded_at < ${toLiteral(olderThan.toISOString())}`,
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
    toCompleteFailure: (error) => toCompleteFailure(error, names),
  };
}

function toOpening(access: string): Dialect["write"] {
  const modes = `ISOLATION LEVEL READ COMMITTED ${access}`;
  return { begin: `BEGIN ${modes}`, modes: [`SET TRANSACTION ${modes}`] };
}
