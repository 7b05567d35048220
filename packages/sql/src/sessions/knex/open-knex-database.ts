import { InvalidOptionError } from "@numipay/core";
import type { Knex } from "knex";
import { mysqlDialect } from "../../dialects/mysql/mysql-dialect.js";
import type { MysqlTableOptions } from "../../dialects/mysql/table-names.js";
import { postgresDialect } from "../../dialects/postgres/postgres-dialect.js";
import { requireUtf8 } from "../../dialects/postgres/require-utf8.js";
import type { TableOptions } from "../../dialects/postgres/table-names.js";
import {
  type HandlerLimitOptions,
  type LibraryLimitOptions,
  readLibraryLimits,
  readMaxHandlers,
} from "../library/library-limits.js";
import { librarySessions } from "../library/library-sessions.js";
import { mysqlSessions } from "../library/mysql-sessions.js";
import { onlyMariadb, onlyPostgres, rejectOption, sqliteAdvice } from "../library/reject-option.js";
import type { OpenedLibraryDatabase } from "../opened-database.js";
import { knexLibrary } from "./knex-library.js";
import { knexMysqlSource } from "./knex-mysql-source.js";

type KnexOptions = { knex: Knex } & TableOptions &
  MysqlTableOptions &
  LibraryLimitOptions &
  HandlerLimitOptions;

type Opened = OpenedLibraryDatabase<Knex.Transaction>;

/**
 * Opens a Knex for an inbox or a journal.
 *
 * @throws InvalidOptionError naming the option
 */
export function openKnexDatabase(options: KnexOptions): Opened {
  const { knex } = options;
  if (typeof knex !== "function" || typeof knex.transaction !== "function" || knex.isTransaction) {
    throw new InvalidOptionError("knex", 'must be a Knex: knex({ client: "pg", connection }).');
  }
  const { dialect, driverName } = knex.client as Knex.Client;
  if (dialect === "postgresql") return openPostgres(options);
  if (driverName === "mysql2") return openMysql(options);
  const advice = /sqlite/i.test(dialect) ? ` ${sqliteAdvice}` : "";
  throw new InvalidOptionError("knex", `must have the client "pg" or "mysql2".${advice}`);
}

function openPostgres(options: KnexOptions): Opened {
  const { knex } = options;
  rejectOption("database", options.database, onlyMariadb);
  const limits = readLimits(options);
  const dialect = postgresDialect(options);
  const sessions = librarySessions(knexLibrary(knex), dialect, limits);
  return { engine: "postgres", sessions: requireUtf8(sessions, dialect.read), dialect, limits };
}

function openMysql(options: KnexOptions): Opened {
  rejectOption("schema", options.schema, onlyPostgres);
  const limits = readLimits(options);
  const dialect = mysqlDialect(options);
  const source = knexMysqlSource(options.knex, limits.maxHandlers);
  return { engine: "mysql", sessions: mysqlSessions(source, dialect, limits), dialect, limits };
}

function readLimits(options: KnexOptions) {
  const client = options.knex.client as Knex.Client;
  return {
    ...readLibraryLimits(options),
    maxHandlers: readMaxHandlers(options, client.config.pool?.max),
    pool: client,
  };
}
