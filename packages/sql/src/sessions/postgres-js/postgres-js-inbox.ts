import { InvalidOptionError } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { Sql, TransactionSql } from "postgres";
import { postgresDialect } from "../../dialects/postgres/postgres-dialect.js";
import { requireUtf8 } from "../../dialects/postgres/require-utf8.js";
import { type TableOptions, tableOptionNames } from "../../dialects/postgres/table-names.js";
import { createSqlInbox, type SqlInbox } from "../../inbox/sql-inbox.js";
import {
  libraryLimitNames,
  type LibraryLimitOptions,
  readLibraryLimits,
} from "../library/library-limits.js";
import { librarySessions } from "../library/library-sessions.js";
import { toPermits } from "../pool-permits.js";
import { postgresJsLibrary } from "./postgres-js-library.js";

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
  const { sql } = options;
  if (typeof sql !== "function" || typeof sql.begin !== "function") {
    throw new InvalidOptionError("sql", "must be the sql of postgres.js: postgres(url).");
  }
  const limits = readLibraryLimits(options);
  const dialect = postgresDialect(options);
  const sessions = librarySessions(postgresJsLibrary(sql), dialect, {
    ...limits,
    maxHandlers: toPermits(sql.options.max),
    pool: sql,
  });
  return createSqlInbox(requireUtf8(sessions, dialect.read), dialect, limits);
}
