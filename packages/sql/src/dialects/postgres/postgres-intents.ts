import type { IntentDialect } from "../intent-dialect.js";
import { intentStatements } from "../intent-statements.js";
import { type IntentTerms, toColumns } from "../intent-terms.js";
import { toLiteral } from "./literal.js";
import { type JournalTableOptions, toTableNames } from "./table-names.js";

/**
 * Creates the SQL of a journal in PostgreSQL.
 *
 * @param hasFineClock false for a server whose clock may return the same time for two statements
 * @throws InvalidOptionError when a name contains other characters or is too long
 */
export function postgresIntents(options: JournalTableOptions, hasFineClock = true): IntentDialect {
  const { intents, onceMarks } = toTableNames(options);
  const terms: IntentTerms = {
    intents,
    onceMarks,
    toLiteral,
    toKey: toLiteral,
    toTime: (time) => `'${time.toISOString()}'`,
    now: "clock_timestamp()",
    startedAt: "statement_timestamp()",
    toLater: (ms) => `clock_timestamp() + interval '${ms} milliseconds'`,
    toIso: (column) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    readKey: (column) => column,
    readNumber: (column) => `CAST(${column} AS text)`,
    hasUpsert: true,
    insertNew(table, row, condition) {
      // A column that must not be NULL is checked before a conflict. INSERT … SELECT … WHERE takes the server half as long again.
      const guarded =
        condition === undefined
          ? row
          : { ...row, recorded_at: `CASE WHEN ${condition} THEN ${row["recorded_at"]} END` };
      const { columns, values } = toColumns(guarded);
      return `INSERT INTO ${table} (${columns})\nVALUES (${values}) ON CONFLICT DO NOTHING`;
    },
    // Without BEGIN, a statement is its own transaction, and both begin with the same message.
    isInTransaction: hasFineClock ? "transaction_timestamp() <> statement_timestamp()" : undefined,
    skipLocked: " FOR UPDATE SKIP LOCKED",
    // A claim must not be lost: the server, the database or the role may default to off.
    claimExtras: `, CASE WHEN current_setting('synchronous_commit') = 'off'
  THEN set_config('synchronous_commit', 'on', true) END AS durability`,
  };
  return {
    ...intentStatements(terms),
    ping: () => ({
      statements: [
        ...[intents, onceMarks].map(
          (table) => `INSERT INTO ${table} SELECT * FROM ${table} WHERE false`,
        ),
        `UPDATE ${intents} SET due_at = due_at WHERE false`,
      ],
      read: () => undefined,
    }),
  };
}
