import { InvalidOptionError } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import {
  type ControlledTransaction,
  type Kysely,
  MysqlAdapter,
  PostgresAdapter,
  SqliteAdapter,
} from "kysely";
import type { Pool } from "mysql2/promise";
import { mysqlDialect } from "../../dialects/mysql/mysql-dialect.js";
import {
  type MysqlTableOptions,
  tableOptionNames as mysqlTableOptionNames,
} from "../../dialects/mysql/table-names.js";
import { postgresDialect } from "../../dialects/postgres/postgres-dialect.js";
import { requireUtf8 } from "../../dialects/postgres/require-utf8.js";
import { type TableOptions, tableOptionNames } from "../../dialects/postgres/table-names.js";
import { createSqlInbox, type SqlInbox } from "../../inbox/sql-inbox.js";
import { mapSessions } from "../library/map-sessions.js";
import {
  type HandlerLimitOptions,
  libraryLimitNames,
  type LibraryLimitOptions,
  readLibraryLimits,
  readMaxHandlers,
} from "../library/library-limits.js";
import { librarySessions } from "../library/library-sessions.js";
import { onlyMariadb, onlyPostgres, rejectOption, sqliteAdvice } from "../library/reject-option.js";
import { watchPool, type WatchedPool } from "../library/watch-pool.js";
import { poolSessions } from "../mysql2/pool-sessions.js";
import { kyselyLibrary } from "./kysely-library.js";
import { createKyselyMysqlTransaction } from "./kysely-mysql-transaction.js";

/** Options of `kyselyInbox` on PostgreSQL. */
export interface KyselyInboxOptions<DB>
  extends TableOptions, LibraryLimitOptions, HandlerLimitOptions {
  /** A `Kysely` on PostgreSQL. */
  db: Kysely<DB>;
  /**
   * The `Pool` of `pg` that `db` uses, if it does. Without it, a connection that the server ends while a handler runs no statement
   * ends the process, unless the application listens for errors of its clients. `maxHandlers` defaults to its size less one.
   */
  pool?: WatchedPool | undefined;
}

/** A pool of `mysql2`, without its types: an application on PostgreSQL does not have them. */
export interface MysqlPoolLike {
  getConnection(callback: (error: unknown, connection: object) => void): void;
  promise(): object;
}

/** Options of `kyselyInbox` on MariaDB. */
export interface KyselyMysqlInboxOptions<DB> extends MysqlTableOptions, LibraryLimitOptions {
  /** A `Kysely` with the `MysqlDialect`. */
  db: Kysely<DB>;
  /** The pool of `mysql2` that `db` uses. Each running handler holds a connection, so `connectionLimit` limits how many run at once. */
  pool: MysqlPoolLike;
}

/** An inbox in PostgreSQL or MariaDB. Handlers receive the transaction of Kysely in which the record commits. */
export type KyselyInbox<DB> = SqlInbox<ControlledTransaction<DB>>;

/**
 * Creates an inbox in PostgreSQL or MariaDB, with Kysely. What a handler writes through `tx` commits together with the record of the
 * change, or not at all: exactly once. Call `migrate()` once before the first delivery.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const inbox = kyselyInbox({ db, pool });
 * await inbox.migrate();
 */
export function kyselyInbox<DB>(options: KyselyInboxOptions<DB>): KyselyInbox<DB>;
export function kyselyInbox<DB>(options: KyselyMysqlInboxOptions<DB>): KyselyInbox<DB>;
export function kyselyInbox<DB>(
  options: KyselyInboxOptions<DB> | KyselyMysqlInboxOptions<DB>,
): KyselyInbox<DB> {
  checkKnownOptions(options, [
    "db",
    "pool",
    "maxHandlers",
    ...tableOptionNames,
    ...mysqlTableOptionNames,
    ...libraryLimitNames,
  ]);
  const { db } = options;
  if (typeof db?.startTransaction !== "function" || db.isTransaction) {
    throw new InvalidOptionError("db", "must be a Kysely: new Kysely({ dialect }).");
  }
  const { adapter } = db.getExecutor();
  if (adapter instanceof PostgresAdapter) return openPostgres(options as KyselyInboxOptions<DB>);
  if (adapter instanceof MysqlAdapter) return openMysql(options as KyselyMysqlInboxOptions<DB>);
  const advice = adapter instanceof SqliteAdapter ? ` ${sqliteAdvice}` : "";
  const problem = `must be a Kysely with the dialect of PostgreSQL or MySQL.${advice}`;
  throw new InvalidOptionError("db", problem);
}

function openPostgres<DB>(options: KyselyInboxOptions<DB>): KyselyInbox<DB> {
  const { db, pool } = options;
  rejectOption("database", (options as MysqlTableOptions).database, onlyMariadb);
  if (pool !== undefined && typeof pool.on !== "function") {
    throw new InvalidOptionError("pool", "must be the Pool of pg that db uses.");
  }
  const limits = readLibraryLimits(options);
  const maxHandlers = readMaxHandlers(options, pool?.options?.max);
  const dialect = postgresDialect(options);
  if (pool !== undefined) watchPool(pool);
  const sessions = librarySessions(kyselyLibrary(db), dialect, {
    ...limits,
    maxHandlers,
    pool: pool ?? db,
  });
  return createSqlInbox(requireUtf8(sessions, dialect.read), dialect, limits);
}

/** Kysely neither shows nor closes its connections, so they are taken from its pool. */
function openMysql<DB>(options: KyselyMysqlInboxOptions<DB>): KyselyInbox<DB> {
  const { db, pool } = options;
  const { schema, maxHandlers } = options as TableOptions & HandlerLimitOptions;
  rejectOption("schema", schema, onlyPostgres);
  rejectOption("maxHandlers", maxHandlers, "does not apply to MariaDB. Set the connectionLimit.");
  if (typeof pool?.getConnection !== "function" || typeof pool.promise !== "function") {
    throw new InvalidOptionError("pool", 'must be the pool of "mysql2" that db uses.');
  }
  const limits = readLibraryLimits(options);
  const dialect = mysqlDialect(options);
  const sessions = mapSessions(poolSessions(pool.promise() as Pool, dialect, limits), (tx) =>
    createKyselyMysqlTransaction(db, tx),
  );
  return createSqlInbox(sessions, dialect, limits);
}
