import { InvalidOptionError } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { Pool as CallbackMysqlPool } from "mysql2";
import type { Pool as MysqlPool, PoolConnection } from "mysql2/promise";
import type { Pool, PoolClient } from "pg";
import type { Sql, TransactionSql } from "postgres";
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
  libraryLimitNames,
  type LibraryLimitOptions,
  readLibraryLimits,
} from "../library/library-limits.js";
import { librarySessions } from "../library/library-sessions.js";
import { mapSessions } from "../library/map-sessions.js";
import { onlyMariadb, onlyPostgres, rejectOption } from "../library/reject-option.js";
import { poolSessions as mysqlPoolSessions } from "../mysql2/pool-sessions.js";
import { poolSessions } from "../pg/pool-sessions.js";
import { toHoldLimits } from "../pg/to-hold-limits.js";
import { toPermits } from "../pool-permits.js";
import { postgresJsLibrary } from "../postgres-js/postgres-js-library.js";

/** Options of `drizzleInbox` with `drizzle-orm/node-postgres`. */
export interface DrizzlePgInboxOptions<Db> extends TableOptions, LibraryLimitOptions {
  /** A pool of `pg`. Each running handler holds a connection, so `max` limits how many run at once. */
  client: Pool;
  /** Creates your database on a client of the pool, with your schema and options: `(client) => drizzle(client, { schema })`. */
  drizzle: (client: PoolClient) => Db;
}

/** Options of `drizzleInbox` with `drizzle-orm/postgres-js`. */
export interface DrizzlePostgresJsInboxOptions<Db> extends TableOptions, LibraryLimitOptions {
  /** The `sql` of postgres.js. Each running handler holds a connection, so its `max` limits how many run at once. */
  client: Sql;
  /** Creates your database on a `sql`, with your schema and options: `(client) => drizzle(client, { schema })`. */
  drizzle: (client: Sql) => Db;
}

/** Options of `drizzleInbox` with `drizzle-orm/mysql2`. */
export interface DrizzleMysqlInboxOptions<Db> extends MysqlTableOptions, LibraryLimitOptions {
  /** A pool of `mysql2` or `mysql2/promise`. Each running handler holds a connection, so `connectionLimit` limits how many run at once. */
  client: MysqlPool | CallbackMysqlPool;
  /** Creates your database on a connection of the pool, with your schema and options: `(client) => drizzle(client, { schema, mode })`. */
  drizzle: (client: PoolConnection) => Db;
}

/** An inbox in PostgreSQL or MariaDB. Handlers receive your own type of database, in whose transaction the record commits. */
export type DrizzleInbox<Db> = SqlInbox<Db>;

/**
 * Creates an inbox in PostgreSQL, with Drizzle on `pg` or postgres.js, or in MariaDB, with Drizzle on `mysql2`. What a handler writes
 * through `tx` commits together with the record of the change, or not at all: exactly once. Call `migrate()` once before the first
 * delivery.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const inbox = drizzleInbox({ client: pool, drizzle: (client) => drizzle(client, { schema }) });
 * await inbox.migrate();
 */
export function drizzleInbox<Db>(options: DrizzlePgInboxOptions<Db>): DrizzleInbox<Db>;
export function drizzleInbox<Db>(options: DrizzlePostgresJsInboxOptions<Db>): DrizzleInbox<Db>;
export function drizzleInbox<Db>(options: DrizzleMysqlInboxOptions<Db>): DrizzleInbox<Db>;
export function drizzleInbox<Db>(options: DrizzleOptions<Db>): DrizzleInbox<Db> {
  checkKnownOptions(options, [
    "client",
    "drizzle",
    ...tableOptionNames,
    ...mysqlTableOptionNames,
    ...libraryLimitNames,
  ]);
  const { drizzle } = options;
  if (typeof drizzle !== "function") {
    throw new InvalidOptionError("drizzle", "must be a function: (client) => drizzle(client).");
  }
  const client: Partial<AnyClient> = options.client ?? {};
  if (typeof client.getConnection === "function") {
    return onMysql(options as DrizzleMysqlInboxOptions<Db>);
  }
  if (typeof client.connect === "function") return onPool(options as DrizzlePgInboxOptions<Db>);
  if (typeof client.begin === "function") {
    return onPostgresJs(options as DrizzlePostgresJsInboxOptions<Db>);
  }
  const advice = typeof client.prepare === "function" ? ` ${onSqlite}` : "";
  throw new InvalidOptionError(
    "client",
    `must be a Pool of pg, the sql of postgres.js, or a pool of mysql2.${advice}`,
  );
}

type DrizzleOptions<Db> =
  | DrizzlePgInboxOptions<Db>
  | DrizzlePostgresJsInboxOptions<Db>
  | DrizzleMysqlInboxOptions<Db>;

/** What distinguishes the clients of Drizzle's drivers. */
type AnyClient = Record<"getConnection" | "connect" | "begin" | "prepare", unknown>;

const onSqlite =
  "For SQLite, use sqliteInbox of @numipay/sql/better-sqlite3 and drizzle(tx) in a synchronous handler.";

function onPool<Db>(options: DrizzlePgInboxOptions<Db>): DrizzleInbox<Db> {
  rejectOption("database", (options as MysqlTableOptions).database, onlyMariadb);
  const limits = readLibraryLimits(options);
  const dialect = postgresDialect(options);
  const sessions = requireUtf8(poolSessions(options.client, limits), dialect.read);
  return createSqlInbox(mapSessions(sessions, options.drizzle), dialect, toHoldLimits(limits));
}

function onPostgresJs<Db>(options: DrizzlePostgresJsInboxOptions<Db>): DrizzleInbox<Db> {
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
  return createSqlInbox(mapSessions(requireUtf8(sessions, dialect.read), toDb), dialect, limits);
}

function onMysql<Db>(options: DrizzleMysqlInboxOptions<Db>): DrizzleInbox<Db> {
  rejectOption("schema", (options as TableOptions).schema, onlyPostgres);
  const { client, drizzle } = options;
  const pool = "promise" in client ? client.promise() : client;
  const limits = readLibraryLimits(options);
  const dialect = mysqlDialect(options);
  const sessions = mysqlPoolSessions(pool, dialect, limits);
  return createSqlInbox(mapSessions(sessions, drizzle), dialect, limits);
}

/** Drizzle begins its transactions with `begin`, and sets its parsers in the options. */
function toSql(tx: TransactionSql, { options, parameters }: Sql): Sql {
  const begin = (...args: unknown[]): unknown => tx.savepoint(args.at(-1) as () => unknown);
  return Object.assign(tx, { begin, options, parameters }) as unknown as Sql;
}
