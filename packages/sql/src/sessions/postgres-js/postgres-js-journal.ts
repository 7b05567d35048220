import type { JournalOptions } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { Sql, TransactionSql } from "postgres";
import { postgresIntents } from "../../dialects/postgres/postgres-intents.js";
import {
  type JournalTableOptions,
  journalTableOptionNames,
} from "../../dialects/postgres/table-names.js";
import { type JournalLimitOptions, journalOptionNames } from "../../outbox/journal-options.js";
import { createQueue } from "../../outbox/queue-on.js";
import { createSqlJournal, type SqlJournal } from "../../outbox/sql-journal.js";
import { openPostgresJs } from "./open-postgres-js.js";
import { runOnPostgresJs } from "./run-on-postgres-js.js";

/** Options of `postgresJsJournal`. */
export interface PostgresJsJournalOptions<Types extends Record<string, unknown> = {}>
  extends JournalOptions, JournalTableOptions, JournalLimitOptions {
  /** The `sql` of postgres.js. The journal takes a connection for a moment before and after each call. */
  sql: Sql<Types>;
}

/** A journal in PostgreSQL. Calls are queued with the `sql` of a transaction. */
export type PostgresJsJournal<Types extends Record<string, unknown> = {}> = SqlJournal<
  TransactionSql<Types>
>;

/**
 * Creates a journal in PostgreSQL, with postgres.js, which sends each call that moves money once. Call `migrate()` once before the first
 * call.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const journal = postgresJsJournal({ sql: postgres() });
 * await journal.migrate();
 * const numipay = new Numipay({ journal });
 */
export function postgresJsJournal<Types extends Record<string, unknown> = {}>(
  options: PostgresJsJournalOptions<Types>,
): PostgresJsJournal<Types> {
  checkKnownOptions(options, ["sql", ...journalTableOptionNames, ...journalOptionNames]);
  const { sessions, dialect } = openPostgresJs(options);
  const intents = postgresIntents(options);
  const queue = createQueue(runOnPostgresJs<Types>, dialect, intents);
  return createSqlJournal({ sessions, dialect, intents, queue }, options);
}
