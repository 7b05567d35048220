import { InvalidOptionError } from "@numipay/core";
import type { Pool as CallbackMysqlPool } from "mysql2";
import type { Pool as MysqlPool, PoolConnection } from "mysql2/promise";
import type { Pool, PoolClient } from "pg";
import type { Sql, TransactionSql } from "postgres";
import { mysqlDialect } from "../../dialects/mysql/mysql-dialect.js";
import type { MysqlTableOptions } from "../../dialects/mysql/table-names.js";
import { postgresDialect } from "../../dialects/postgres/postgres-dialect.js";
import { requireUtf8 } from "../../dialects/postgres/require-utf8.js";
import type { TableOptions } from "../../dialects/postgres/table-names.js";
import { type LibraryLimitOptions, readLibraryLimits } from "../library/library-limits.js";
import { librarySessions } from "../library/library-sessions.js";
import { mapSessions } from "../library/map-sessions.js";
import { onlyMariadb, onlyPostgres, rejectOption } from "../library/reject-option.js";
import { poolSessions as mysqlPoolSessions } from "../mysql2/pool-sessions.js";
import type { OpenedLibraryDatabase } from "../opened-database.js";
import { poolSessions } from "../pg/pool-sessions.js";
import { toHoldLimits } from "../pg/to-hold-limits.js";
import { toPermits } from "../pool-permits.js";
import { postgresJsLibrary } from "../postgres-js/postgres-js-library.js";

interface PgOptions<Db> extends TableOptions, LibraryLimitOptions {
  client: Pool;
  drizzle: (client: PoolClient) => Db;
}

interface PostgresJsOptions<Db> extends TableOptions, LibraryLimitOptions {
  client: Sql;
  drizzle: (client: Sql) => Db;
}

interface MysqlOptions<Db> extends MysqlTableOptions, LibraryLimitOptions {
  client: MysqlPool | CallbackMysqlPool;
  drizzle: (client: PoolConnection) => Db;
}

/**
 * Opens a client of Drizzle for an inbox or a journal. Handlers get what `drizzle` creates.
 *
 * @throws InvalidOptionError naming the option
 */
export function openDrizzle<Db>(
  options: PgOptions<Db> | PostgresJsOptions<Db> | MysqlOptions<Db>,
): OpenedLibraryDatabase<Db> {
  const client: Partial<AnyClient> = options.client ?? {};
  if (typeof client.getConnection === "function") {
    return onMysql(options as MysqlOptions<Db>);
  }
  if (typeof client.connect === "function") return onPool(options as PgOptions<Db>);
  if (typeof client.begin === "function") {
    return onPostgresJs(options as PostgresJsOptions<Db>);
  }
  const advice = typeof client.prepare === "function" ? ` ${onSqlite}` : "";
  throw new InvalidOptionError(
    "client",
    `must be a Pool of pg, the sql of postgres.js, or a pool of mysql2.${advice}`,
  );
}

/** What distinguishes the clients of Drizzle's drivers. */
type AnyClient = Record<"getConnection" | "connect" | "begin" | "prepare", unknown>;

const onSqlite =
  "For SQLite, use sqliteInbox of @numipay/sql/better-sqlite3 and drizzle(tx) in a synchronous handler.";

function onPool<Db>(options: PgOptions<Db>): OpenedLibraryDatabase<Db> {
  rejectOption("database", (options as MysqlTableOptions).database, onlyMariadb);
  const limits = readLibraryLimits(options);
  const dialect = postgresDialect(options);
  const sessions = requireUtf8(poolSessions(options.client, limits), dialect.read);
  const mapped = mapSessions(sessions, options.drizzle);
  return { engine: "postgres", sessions: mapped, dialect, limits: toHoldLimits(limits) };
}

function onPostgresJs<Db>(options: PostgresJsOptions<Db>): OpenedLibraryDatabase<Db> {
  rejectOption("database", (options as MysqlTableOptions).database, onlyMariadb);
  const { client: sql, drizzle } = options;
  const limits = readLibraryLimits(options);
  const dialect = postgresDialect(options);
  const sessions = librarySessions(postgresJsLibrary(sql), dialect, {
    ...limits,
    maxHandlers: toPermits(sql.options.max),
    pool: sql,
  });
  const toDb = (tx: TransactionSql): Db => drizzle(toSql(tx, sql));
  const mapped = mapSessions(requireUtf8(sessions, dialect.read), toDb);
  return { engine: "postgres", sessions: mapped, dialect, limits };
}

function onMysql<Db>(options: MysqlOptions<Db>): OpenedLibraryDatabase<Db> {
  rejectOption("schema", (options as TableOptions).schema, onlyPostgres);
  const { client, drizzle } = options;
  const pool = "promise" in client ? client.promise() : client;
  const limits = readLibraryLimits(options);
  const dialect = mysqlDialect(options);
  const sessions = mysqlPoolSessions(pool, dialect, limits);
  return { engine: "mysql", sessions: mapSessions(sessions, drizzle), dialect, limits };
}

/** Drizzle begins its transactions with `begin`, and sets its parsers in the options. */
function toSql(tx: TransactionSql, { options, parameters }: Sql): Sql {
  const begin = (...args: unknown[]): unknown => tx.savepoint(args.at(-1) as () => unknown);
  return Object.assign(tx, { begin, options, parameters }) as unknown as Sql;
}
