import type { IntentDialect } from "../intent-dialect.js";
import { intentStatements } from "../intent-statements.js";
import { type IntentTerms, toColumns } from "../intent-terms.js";
import { toBytes, toLiteral, toTime } from "./literal.js";
import { readOnlyCheck } from "./ping-statements.js";
import { type MysqlJournalTableOptions, toTableNames } from "./table-names.js";

/**
 * Creates the SQL of a journal in MariaDB.
 *
 * @throws InvalidOptionError when a name contains other characters or is too long
 */
export function mysqlIntents(options: MysqlJournalTableOptions): IntentDialect {
  const { intents, onceMarks } = toTableNames(options);
  const now = "UTC_TIMESTAMP(6)";
  const terms: IntentTerms = {
    intents,
    onceMarks,
    toLiteral,
    toKey: toBytes,
    toTime,
    now,
    startedAt: now,
    toLater: (ms) => `${now} + INTERVAL ${ms * 1000} MICROSECOND`,
    toIso: (column) => `CONCAT(LEFT(DATE_FORMAT(${column}, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')`,
    readKey: (column) => `CONVERT(${column} USING utf8mb4)`,
    readNumber: (column) => `CAST(${column} AS CHAR)`,
    hasUpsert: false,
    insertNew(table, row, condition) {
      const { columns, values } = toColumns(row);
      // It also ignores values that do not fit, but every one does.
      return condition === undefined
        ? `INSERT IGNORE INTO ${table} (${columns})\nVALUES (${values})`
        : `INSERT IGNORE INTO ${table} (${columns})\nSELECT ${values} FROM DUAL WHERE ${condition}`;
    },
    // MySQL ignores the comment, so it is not checked there.
    isInTransaction: "1 = 1 /*M! AND @@in_transaction = 1 */",
    skipLocked: " FOR UPDATE SKIP LOCKED",
    claimExtras: "",
  };
  return {
    ...intentStatements(terms),
    ping: () => ({
      statements: [
        ...[intents, onceMarks].map(
          (table) => `INSERT INTO ${table} SELECT * FROM ${table} WHERE 1 = 0`,
        ),
        `UPDATE ${intents} SET due_at = due_at WHERE 1 = 0`,
        ...readOnlyCheck.statements,
      ],
      read: (results) => readOnlyCheck.read(results.slice(-1)),
    }),
  };
}
