import { checkKnownOptions } from "@numipay/core/protocol";
import type { ControlledTransaction, Kysely } from "kysely";
import {
  type MysqlTableOptions,
  tableOptionNames as mysqlTableOptionNames,
} from "../../dialects/mysql/table-names.js";
import { type TableOptions, tableOptionNames } from "../../dialects/postgres/table-names.js";
import { createSqlInbox, type SqlInbox } from "../../inbox/sql-inbox.js";
import {
  type HandlerLimitOptions,
  libraryLimitNames,
  type LibraryLimitOptions,
} from "../library/library-limits.js";
import type { WatchedPool } from "../library/watch-pool.js";
import type { MysqlPoolLike } from "./mysql-pool-like.js";
import { openKysely } from "./open-kysely.js";

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
  const { sessions, dialect, limits } = openKysely(options);
  return createSqlInbox(sessions, dialect, limits);
}
