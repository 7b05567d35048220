import type { IntentDialect } from "../intent-dialect.js";
import { intentStatements } from "../intent-statements.js";
import { type IntentTerms, toColumns } from "../intent-terms.js";
import { now, toLiteral } from "./literal.js";
import { type SqliteJournalTableOptions, toTableNames } from "./table-names.js";

/**
 * Creates the SQL of a journal in SQLite.
 *
 * @throws InvalidOptionError when the prefix contains other characters or is too long
 */
export function sqliteIntents(options: SqliteJournalTableOptions): IntentDialect {
  const { intents, onceMarks } = toTableNames(options);
  const terms: IntentTerms = {
    intents,
    onceMarks,
    toLiteral,
    toKey: toLiteral,
    toTime: (time) => `'${time.toISOString()}'`,
    now,
    startedAt: now,
    toLater: (ms) => `strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+${(ms / 1000).toFixed(3)} seconds')`,
    toIso: (column) => column,
    readKey: (column) => column,
    readNumber: (column) => column,
    hasUpsert: true,
    insertNew(table, row) {
      const { columns, values } = toColumns(row);
      return `INSERT INTO ${table} (${columns})\nVALUES (${values}) ON CONFLICT DO NOTHING`;
    },
    // The driver knows.
    isInTransaction: undefined,
    // A transaction for writing has the file to itself.
    skipLocked: "",
    claimExtras: "",
  };
  return {
    ...intentStatements(terms),
    ping: () => ({
      statements: [
        ...[intents, onceMarks].map(
          (table) => `INSERT INTO ${table} SELECT * FROM ${table} WHERE 0`,
        ),
        `UPDATE ${intents} SET due_at = due_at WHERE 0`,
      ],
      read: () => undefined,
    }),
  };
}
