import { InvalidOptionError } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { Pool, PoolClient } from "pg";
import type { Sql, TransactionSql } from "postgres";
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
import { poolSessions } from "../pg/pool-sessions.js";
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

/** An inbox in PostgreSQL. Handlers receive your own type of database, in whose transaction the record commits. */
export type DrizzleInbox<Db> = SqlInbox<Db>;

/**
 * Creates an inbox in PostgreSQL, with Drizzle on `pg` or postgres.js. What a handler writes through `tx` commits together with the
 * record of the change, or not at all: exactly once. Call `migrate()` once before the first delivery.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const inbox = drizzleInbox({ client: pool, drizzle: (client) => drizzle(client, { schema }) });
 * await inbox.migrate();
 */
export function drizzleInbox<Db>(options: DrizzlePgInboxOptions<Db>): DrizzleInbox<Db>;
export function drizzleInbox<Db>(options: DrizzlePostgresJsInboxOptions<Db>): DrizzleInbox<Db>;
export function drizzleInbox<Db>(
  options: DrizzlePgInboxOptions<Db> | DrizzlePostgresJsInboxOptions<Db>,
): DrizzleInbox<Db> {
  checkKnownOptions(options, ["client", "drizzle", ...tableOptionNames, ...libraryLimitNames]);
  const { client, drizzle } = options;
  if (typeof drizzle !== "function") {
    throw new InvalidOptionError("drizzle", "must be a function: (client) => drizzle(client).");
  }
  if (isPool(client)) return onPool(options as DrizzlePgInboxOptions<Db>);
  if (typeof client === "function" && typeof client.begin === "function") {
    return onPostgresJs(options as DrizzlePostgresJsInboxOptions<Db>);
  }
  throw new InvalidOptionError("client", "must be a Pool of pg, or the sql of postgres.js.");
}

function isPool(client: Pool | Sql): client is Pool {
  return typeof (client as Pool | undefined)?.connect === "function";
}

function onPool<Db>(options: DrizzlePgInboxOptions<Db>): DrizzleInbox<Db> {
  const limits = readLibraryLimits(options);
  const { lockTimeoutMs, idleTimeoutMs, statementTimeoutMs } = limits;
  const dialect = postgresDialect(options);
  const sessions = requireUtf8(poolSessions(options.client, limits), dialect.read);
  // A statement that takes too long ends with its connection.
  const held = { lockTimeoutMs, idleTimeoutMs, statementTimeoutMs };
  return createSqlInbox(mapSessions(sessions, options.drizzle), dialect, held);
}

function onPostgresJs<Db>(options: DrizzlePostgresJsInboxOptions<Db>): DrizzleInbox<Db> {
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

/** Drizzle begins its transactions with `begin`, and sets its parsers in the options. */
function toSql(tx: TransactionSql, { options, parameters }: Sql): Sql {
  const begin = (...args: unknown[]): unknown => tx.savepoint(args.at(-1) as () => unknown);
  return Object.assign(tx, { begin, options, parameters }) as unknown as Sql;
}
