import { InvalidOptionError } from "@numipay/core";
import type { Sql, TransactionSql } from "postgres";
import { postgresDialect } from "../../dialects/postgres/postgres-dialect.js";
import { requireUtf8 } from "../../dialects/postgres/require-utf8.js";
import type { TableOptions } from "../../dialects/postgres/table-names.js";
import { type LibraryLimitOptions, readLibraryLimits } from "../library/library-limits.js";
import { librarySessions } from "../library/library-sessions.js";
import type { OpenedDatabase } from "../opened-database.js";
import { toPermits } from "../pool-permits.js";
import { postgresJsLibrary } from "./postgres-js-library.js";

/**
 * Opens the `sql` of postgres.js for an inbox or a journal.
 *
 * @throws InvalidOptionError naming the option
 */
export function openPostgresJs<Types extends Record<string, unknown>>(
  options: { sql: Sql<Types> } & TableOptions & LibraryLimitOptions,
): OpenedDatabase<TransactionSql<Types>> {
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
  return { sessions: requireUtf8(sessions, dialect.read), dialect, limits };
}
