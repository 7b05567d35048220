import { toStoredContent } from "../content-options.js";
import type { Dialect } from "../dialect.js";
import { accountStatements } from "./account-statements.js";
import { checkpointStatements } from "./checkpoint-statements.js";
import { toClaim, toLockName, toPeek, toReadRecords } from "./claim-statements.js";
import { toComplete, toConflict } from "./complete-statements.js";
import { toLiteral } from "./literal.js";
import { migrationStatements } from "./migration-statements.js";
import { toPing } from "./ping-statements.js";
import { toPlainClaim } from "./plain-statements.js";
import { readText } from "./read-control.js";
import { recordStatements } from "./record-statements.js";
import { type TableNames, type TableOptions, toTableNames } from "./table-names.js";
import { toCompleteFailure } from "./to-complete-failure.js";
import { unreadableStatements } from "./unreadable-statements.js";
import { withAdvice } from "./with-advice.js";

/**
 * Creates the dialect of PostgreSQL: an advisory lock that ends with the transaction, and functions whose plans the server keeps. For a
 * role without the functions, claims are plain statements.
 *
 * @throws InvalidOptionError when a name contains other characters or is too long
 */
export function postgresDialect(options: TableOptions = {}): Dialect {
  const names = toTableNames(options);
  const toContent = toStoredContent(options, toLiteral);
  const migrations = migrationStatements(names);
  let hasFunctions = true;
  return {
    write: toOpening("READ WRITE"),
    read: toOpening("READ ONLY"),
    readText,
    toLockName: (change) => toLockName(names, change),
    claim: (change, limits) =>
      hasFunctions ? toClaim(names, change, limits) : toPlainClaim(names, change, limits),
    lacksFunctions(error) {
      const isMissing = isWithoutFunction(error, names);
      if (isMissing) hasFunctions = false;
      return isMissing;
    },
    readRecords: (changes) => toReadRecords(names, changes),
    peek: (changes) => toPeek(names, changes),
    complete: (record) =>
      toComplete(names, record, { hasFunctions, content: toContent(record.change) }),
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
    ...migrations,
    migrate(version, given) {
      // It may create the functions.
      hasFunctions = true;
      return migrations.migrate(version, given);
    },
    ping: () => toPing(names),
    toFailure: withAdvice,
    toCompleteFailure: (error) => toCompleteFailure(error, names),
  };
}

/** The function does not exist (42883), or the role may not call it (42501). */
function isWithoutFunction(error: unknown, { bareClaim }: TableNames): boolean {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  return ["42883", "42501"].includes(code) && message.includes(bareClaim);
}

function toOpening(access: string): Dialect["write"] {
  const modes = `ISOLATION LEVEL READ COMMITTED ${access}`;
  return { begin: `BEGIN ${modes}`, modes: [`SET TRANSACTION ${modes}`] };
}
