import { InvalidOptionError } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { DataSource, EntityManager } from "typeorm";
import type { Dialect } from "../../dialects/dialect.js";
import { postgresDialect } from "../../dialects/postgres/postgres-dialect.js";
import { requireUtf8 } from "../../dialects/postgres/require-utf8.js";
import { type TableOptions, tableOptionNames } from "../../dialects/postgres/table-names.js";
import { createSqlInbox, type SqlInbox } from "../../inbox/sql-inbox.js";
import {
  libraryLimitNames,
  type LibraryLimitOptions,
  type LibraryLimitValues,
  readLibraryLimits,
} from "../library/library-limits.js";
import type { Sessions } from "../session.js";
import { typeormSessions } from "./typeorm-sessions.js";

/** Options of `typeormInbox`. */
export interface TypeormInboxOptions extends TableOptions, LibraryLimitOptions {
  /** A data source on PostgreSQL. Each running handler holds a connection, so `poolSize` limits how many run at once. */
  dataSource: DataSource;
}

/** An inbox in the database of a TypeORM data source. Handlers receive an `EntityManager` in whose transaction the record commits. */
export type TypeormInbox = SqlInbox<EntityManager>;

/**
 * Creates an inbox in the database of a TypeORM data source. What a handler writes through `tx` commits together with the record of
 * the change, or not at all. Repositories of the data source use other connections: get them from `tx`. Call `migrate()` once before
 * the first delivery, after `dataSource.initialize()`.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const inbox = typeormInbox({ dataSource });
 * await inbox.migrate();
 */
export function typeormInbox(options: TypeormInboxOptions): TypeormInbox {
  checkKnownOptions(options, ["dataSource", ...tableOptionNames, ...libraryLimitNames]);
  const { dataSource } = options;
  if (typeof dataSource?.createQueryRunner !== "function") {
    throw new InvalidOptionError("dataSource", "must be a DataSource of TypeORM.");
  }
  const limits = readLibraryLimits(options);
  const { lockTimeoutMs, idleTimeoutMs, statementTimeoutMs } = limits;
  const { dialect, sessions } = openDatabase(options, limits);
  // A statement that takes too long ends with its connection.
  const held = { lockTimeoutMs, idleTimeoutMs, statementTimeoutMs };
  return createSqlInbox(sessions, dialect, held);
}

/** Chooses the dialect and the driver's sessions. */
function openDatabase(
  options: TypeormInboxOptions,
  limits: LibraryLimitValues,
): { dialect: Dialect; sessions: Sessions<EntityManager> } {
  const { dataSource } = options;
  const { type } = dataSource.options;
  switch (type) {
    case "postgres": {
      const dialect = postgresDialect(options);
      return { dialect, sessions: requireUtf8(typeormSessions(dataSource, limits), dialect.read) };
    }
    default:
      throw new InvalidOptionError("dataSource", `must have the type "postgres", not "${type}".`);
  }
}
