import { InvalidOptionError } from "@numipay/core";
import type { DataSource, EntityManager } from "typeorm";
import { mysqlDialect } from "../../dialects/mysql/mysql-dialect.js";
import { postgresDialect } from "../../dialects/postgres/postgres-dialect.js";
import { requireUtf8 } from "../../dialects/postgres/require-utf8.js";
import type { TableOptions } from "../../dialects/postgres/table-names.js";
import { type LibraryLimitOptions, readLibraryLimits } from "../library/library-limits.js";
import { mysqlSessions } from "../library/mysql-sessions.js";
import { onlyMariadb, onlyPostgres, rejectOption, sqliteAdvice } from "../library/reject-option.js";
import type { OpenedLibraryDatabase } from "../opened-database.js";
import { clientSessions } from "../pg/pool-sessions.js";
import { toHoldLimits } from "../pg/to-hold-limits.js";
import { mysqlSource, toTypeormConnection } from "./mysql-source.js";
import { postgresSource } from "./postgres-source.js";
import { typeormSessions } from "./typeorm-sessions.js";

interface TypeormOptions extends TableOptions, LibraryLimitOptions {
  dataSource: DataSource;
  database?: string | undefined;
}

/**
 * Opens a data source of TypeORM for an inbox or a journal: chooses the dialect and the driver's sessions.
 *
 * @throws InvalidOptionError naming the option
 */
export function openTypeorm(options: TypeormOptions): OpenedLibraryDatabase<EntityManager> {
  const { dataSource } = options;
  if (typeof dataSource?.createQueryRunner !== "function") {
    throw new InvalidOptionError("dataSource", "must be a DataSource of TypeORM.");
  }
  const limits = readLibraryLimits(options);
  const { type } = dataSource.options;
  switch (type) {
    case "postgres": {
      rejectOption("database", options.database, onlyMariadb);
      const dialect = postgresDialect(options);
      const sessions = clientSessions(postgresSource(dataSource), limits);
      const checked = requireUtf8(sessions, dialect.read);
      return {
        engine: "postgres",
        dialect,
        sessions: typeormSessions(dataSource, checked, (client) => client),
        limits: toHoldLimits(limits),
      };
    }
    case "mysql":
    case "mariadb": {
      rejectOption("schema", options.schema, onlyPostgres);
      const dialect = mysqlDialect(options);
      const sessions = mysqlSessions(mysqlSource(dataSource), dialect, limits);
      return {
        engine: "mysql",
        dialect,
        sessions: typeormSessions(dataSource, sessions, toTypeormConnection),
        limits,
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
