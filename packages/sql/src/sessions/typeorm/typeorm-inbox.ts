import { InvalidOptionError } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { DataSource, EntityManager } from "typeorm";
import type { Dialect, HoldLimits } from "../../dialects/dialect.js";
import { mysqlDialect } from "../../dialects/mysql/mysql-dialect.js";
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
import { mysqlSessions } from "../library/mysql-sessions.js";
import { onlyMariadb, onlyPostgres, rejectOption, sqliteAdvice } from "../library/reject-option.js";
import { clientSessions } from "../pg/pool-sessions.js";
import { toHoldLimits } from "../pg/to-hold-limits.js";
import type { Sessions } from "../session.js";
import { mysqlSource, toTypeormConnection } from "./mysql-source.js";
import { postgresSource } from "./postgres-source.js";
import { typeormSessions } from "./typeorm-sessions.js";

/** Options of `typeormInbox`. */
export interface TypeormInboxOptions extends TableOptions, LibraryLimitOptions {
  /**
   * A data source with the type `postgres`, `mysql` or `mariadb`. Each running handler holds a connection, so `poolSize` limits how many
   * run at once.
   */
  dataSource: DataSource;
  /** The database of the tables in MariaDB, in place of `schema`. `migrate` creates it. Defaults to the connection's. */
  database?: string | undefined;
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
  checkKnownOptions(options, ["dataSource", "database", ...tableOptionNames, ...libraryLimitNames]);
  const { dataSource } = options;
  if (typeof dataSource?.createQueryRunner !== "function") {
    throw new InvalidOptionError("dataSource", "must be a DataSource of TypeORM.");
  }
  const limits = readLibraryLimits(options);
  const { dialect, sessions, held } = openDatabase(options, limits);
  return createSqlInbox(sessions, dialect, held);
}

/** Chooses the dialect and the driver's sessions. */
function openDatabase(
  options: TypeormInboxOptions,
  limits: LibraryLimitValues,
): { dialect: Dialect; sessions: Sessions<EntityManager>; held: HoldLimits } {
  const { dataSource } = options;
  const { type } = dataSource.options;
  switch (type) {
    case "postgres": {
      rejectOption("database", options.database, onlyMariadb);
      const dialect = postgresDialect(options);
      const sessions = clientSessions(postgresSource(dataSource), limits);
      const checked = requireUtf8(sessions, dialect.read);
      return {
        dialect,
        sessions: typeormSessions(dataSource, checked, (client) => client),
        held: toHoldLimits(limits),
      };
    }
    case "mysql":
    case "mariadb": {
      rejectOption("schema", options.schema, onlyPostgres);
      const dialect = mysqlDialect(options);
      const sessions = mysqlSessions(mysqlSource(dataSource), dialect, limits);
      return {
        dialect,
        sessions: typeormSessions(dataSource, sessions, toTypeormConnection),
        held: limits,
      };
    }
    default:
      throw new InvalidOptionError("dataSource", toUnsupported(type));
  }
}

/** The types of SQLite. */
const sqlite = [
  "better-sqlite3",
  "capacitor",
  "cordova",
  "expo",
  "nativescript",
  "react-native",
  "sqljs",
];

function toUnsupported(type: string): string {
  const supported = `must have the type "postgres", "mysql" or "mariadb", not "${type}".`;
  // Queries of other requests would run in the handler's transaction: decision 0036.
  return sqlite.includes(type) ? `${supported} ${sqliteAdvice}` : supported;
}
