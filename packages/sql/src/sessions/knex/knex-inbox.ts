import { checkKnownOptions } from "@numipay/core/protocol";
import type { Knex } from "knex";
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
import { openKnexDatabase } from "./open-knex-database.js";

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
  const { sessions, dialect, limits } = openKnexDatabase(options);
  return createSqlInbox(sessions, dialect, limits);
}
