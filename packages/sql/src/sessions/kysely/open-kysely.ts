import { InvalidOptionError } from "@numipay/core";
import {
  type ControlledTransaction,
  type Kysely,
  MysqlAdapter,
  PostgresAdapter,
  SqliteAdapter,
} from "kysely";
import type { Pool } from "mysql2/promise";
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
import { mapSessions } from "../library/map-sessions.js";
import { onlyMariadb, onlyPostgres, rejectOption, sqliteAdvice } from "../library/reject-option.js";
import { watchPool, type WatchedPool } from "../library/watch-pool.js";
import { poolSessions } from "../mysql2/pool-sessions.js";
import type { OpenedLibraryDatabase } from "../opened-database.js";
import { kyselyLibrary } from "./kysely-library.js";
import { createKyselyMysqlTransaction } from "./kysely-mysql-transaction.js";
import type { MysqlPoolLike } from "./mysql-pool-like.js";

interface PostgresOptions<DB> extends TableOptions, LibraryLimitOptions, HandlerLimitOptions {
  db: Kysely<DB>;
  pool?: WatchedPool | undefined;
}

interface MysqlOptions<DB> extends MysqlTableOptions, LibraryLimitOptions {
  db: Kysely<DB>;
  pool: MysqlPoolLike;
}

type Opened<DB> = OpenedLibraryDatabase<ControlledTransaction<DB>>;

/**
 * Opens a Kysely for an inbox or a journal.
 *
 * @throws InvalidOptionError naming the option
 */
export function openKysely<DB>(options: PostgresOptions<DB> | MysqlOptions<DB>): Opened<DB> {
  const { db } = options;
  if (typeof db?.startTransaction !== "function" || db.isTransaction) {
    throw new InvalidOptionError("db", "must be a Kysely: new Kysely({ dialect }).");
  }
  const { adapter } = db.getExecutor();
  if (adapter instanceof PostgresAdapter) return openPostgres(options as PostgresOptions<DB>);
  if (adapter instanceof MysqlAdapter) return openMysql(options as MysqlOptions<DB>);
  const advice = adapter instanceof SqliteAdapter ? ` ${sqliteAdvice}` : "";
  const problem = `must be a Kysely with the dialect of PostgreSQL or MySQL.${advice}`;
  throw new InvalidOptionError("db", problem);
}

function openPostgres<DB>(options: PostgresOptions<DB>): Opened<DB> {
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
  return { engine: "postgres", sessions: requireUtf8(sessions, dialect.read), dialect, limits };
}

/** Kysely neither shows nor closes its connections, so they are taken from its pool. */
function openMysql<DB>(options: MysqlOptions<DB>): Opened<DB> {
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
  return { engine: "mysql", sessions, dialect, limits };
}
