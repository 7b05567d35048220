import { InvalidOptionError } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import { type ControlledTransaction, type Kysely, PostgresAdapter } from "kysely";
import type { Dialect } from "../../dialects/dialect.js";
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
import { watchPool, type WatchedPool } from "../library/watch-pool.js";
import { kyselyLibrary } from "./kysely-library.js";

/** Options of `kyselyInbox`. */
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

/** An inbox in PostgreSQL. Handlers receive the transaction of Kysely in which the record commits. */
export type KyselyInbox<DB> = SqlInbox<ControlledTransaction<DB>>;

/**
 * Creates an inbox in PostgreSQL, with Kysely. What a handler writes through `tx` commits together with the record of the change, or
 * not at all: exactly once. Call `migrate()` once before the first delivery.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const inbox = kyselyInbox({ db });
 * await inbox.migrate();
 */
export function kyselyInbox<DB>(options: KyselyInboxOptions<DB>): KyselyInbox<DB> {
  checkKnownOptions(options, [
    "db",
    "pool",
    "maxHandlers",
    ...tableOptionNames,
    ...libraryLimitNames,
  ]);
  const { db, pool } = options;
  if (typeof db?.startTransaction !== "function" || db.isTransaction) {
    throw new InvalidOptionError("db", "must be a Kysely: new Kysely({ dialect }).");
  }
  if (pool !== undefined && typeof pool.on !== "function") {
    throw new InvalidOptionError("pool", "must be the Pool of pg that db uses.");
  }
  const limits = readLibraryLimits(options);
  const maxHandlers = readMaxHandlers(options, pool?.options?.max);
  const dialect = toDialect(options);
  if (pool !== undefined) watchPool(pool);
  const sessions = librarySessions(kyselyLibrary(db), dialect, {
    ...limits,
    maxHandlers,
    pool: pool ?? db,
  });
  return createSqlInbox(requireUtf8(sessions, dialect.read), dialect, limits);
}

function toDialect<DB>(options: KyselyInboxOptions<DB>): Dialect {
  if (options.db.getExecutor().adapter instanceof PostgresAdapter) return postgresDialect(options);
  throw new InvalidOptionError("db", "must be a Kysely with the dialect of PostgreSQL.");
}
