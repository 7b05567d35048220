import { checkKnownOptions } from "@numipay/core/protocol";
import type { Sql, TransactionSql } from "postgres";
import { type TableOptions, tableOptionNames } from "../../dialects/postgres/table-names.js";
import { createSqlInbox, type SqlInbox } from "../../inbox/sql-inbox.js";
import { libraryLimitNames, type LibraryLimitOptions } from "../library/library-limits.js";
import { openPostgresJs } from "./open-postgres-js.js";

/** Options of `postgresJsInbox`. */
export interface PostgresJsInboxOptions<Types extends Record<string, unknown> = {}>
  extends TableOptions, LibraryLimitOptions {
  /** The `sql` of postgres.js. Each running handler holds a connection, so its `max` limits how many run at once. */
  sql: Sql<Types>;
}

/** An inbox in PostgreSQL. Handlers receive the `sql` of the transaction in which the record commits. */
export type PostgresJsInbox<Types extends Record<string, unknown> = {}> = SqlInbox<
  TransactionSql<Types>
>;

/**
 * Creates an inbox in PostgreSQL, with postgres.js. What a handler writes through `tx` commits together with the record of the
 * change, or not at all: exactly once. Call `migrate()` once before the first delivery.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const inbox = postgresJsInbox({ sql: postgres() });
 * await inbox.migrate();
 */
export function postgresJsInbox<Types extends Record<string, unknown> = {}>(
  options: PostgresJsInboxOptions<Types>,
): PostgresJsInbox<Types> {
  checkKnownOptions(options, ["sql", ...tableOptionNames, ...libraryLimitNames]);
  const { sessions, dialect, limits } = openPostgresJs(options);
  return createSqlInbox(sessions, dialect, limits);
}
