import { InvalidOptionError } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { Pool as CallbackMysqlPool } from "mysql2";
import type { Pool as MysqlPool, PoolConnection } from "mysql2/promise";
import type { Pool, PoolClient } from "pg";
import type { Sql } from "postgres";
import {
  type MysqlTableOptions,
  tableOptionNames as mysqlTableOptionNames,
} from "../../dialects/mysql/table-names.js";
import { type TableOptions, tableOptionNames } from "../../dialects/postgres/table-names.js";
import { createSqlInbox, type SqlInbox } from "../../inbox/sql-inbox.js";
import { libraryLimitNames, type LibraryLimitOptions } from "../library/library-limits.js";
import { openDrizzle } from "./open-drizzle.js";

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
  const { sessions, dialect, limits } = openDrizzle<Db>(options);
  return createSqlInbox(sessions, dialect, limits);
}

type DrizzleOptions<Db> =
  | DrizzlePgInboxOptions<Db>
  | DrizzlePostgresJsInboxOptions<Db>
  | DrizzleMysqlInboxOptions<Db>;
