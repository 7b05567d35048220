import { InvalidOptionError } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { Knex } from "knex";
import { mysqlDialect } from "../../dialects/mysql/mysql-dialect.js";
import {
  type MysqlTableOptions,
  tableOptionNames as mysqlTableOptionNames,
} from "../../dialects/mysql/table-names.js";
import { postgresDialect } from "../../dialects/postgres/postgres-dialect.js";
import { requireUtf8 } from "../../dialects/postgres/require-utf8.js";
import { type TableOptions, tableOptionNames } from "../../dialects/postgres/table-names.js";
import { createSqlInbox, type SqlInbox } from "../../inbox/sql-inbox.js";
import {
  type HandlerLimitOptions,
  libraryLimitNames,
  type LibraryLimitOptions,
  readLibraryLimits,
  readMaxHandlers,
} from "../library/library-limits.js";
import { librarySessions } from "../library/library-sessions.js";
import { mysqlSessions } from "../library/mysql-sessions.js";
import { onlyMariadb, onlyPostgres, rejectOption, sqliteAdvice } from "../library/reject-option.js";
import { knexLibrary } from "./knex-library.js";
import { knexMysqlSource } from "./knex-mysql-source.js";

/** Options of `knexInbox`. */
export interface KnexInboxOptions
  extends TableOptions, MysqlTableOptions, LibraryLimitOptions, HandlerLimitOptions {
  /** A `Knex` with the client `pg` or `mysql2`. */
  knex: Knex;
}

/** An inbox in PostgreSQL or MariaDB. Handlers receive the transaction of Knex in which the record commits. */
export type KnexInbox = SqlInbox<Knex.Transaction>;

/**
 * Creates an inbox in PostgreSQL or MariaDB, with Knex. What a handler writes through `tx` commits together with the record of the
 * change, or not at all: exactly once. Call `migrate()` once before the first delivery.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const inbox = knexInbox({ knex });
 * await inbox.migrate();
 */
export function knexInbox(options: KnexInboxOptions): KnexInbox {
  checkKnownOptions(options, [
    "knex",
    "maxHandlers",
    ...tableOptionNames,
    ...mysqlTableOptionNames,
    ...libraryLimitNames,
  ]);
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

function openPostgres(options: KnexInboxOptions): KnexInbox {
  const { knex } = options;
  rejectOption("database", options.database, onlyMariadb);
  const limits = readLimits(options);
  const dialect = postgresDialect(options);
  const sessions = librarySessions(knexLibrary(knex), dialect, limits);
  return createSqlInbox(requireUtf8(sessions, dialect.read), dialect, limits);
}

function openMysql(options: KnexInboxOptions): KnexInbox {
  rejectOption("schema", options.schema, onlyPostgres);
  const limits = readLimits(options);
  const dialect = mysqlDialect(options);
  const source = knexMysqlSource(options.knex, limits.maxHandlers);
  return createSqlInbox(mysqlSessions(source, dialect, limits), dialect, limits);
}

function readLimits(options: KnexInboxOptions) {
  const client = options.knex.client as Knex.Client;
  return {
    ...readLibraryLimits(options),
    maxHandlers: readMaxHandlers(options, client.config.pool?.max),
    pool: client,
  };
}
