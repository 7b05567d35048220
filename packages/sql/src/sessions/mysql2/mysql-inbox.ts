import { checkKnownOptions } from "@numipay/core/protocol";
import type { Pool, PoolConnection } from "mysql2/promise";
import { type MysqlTableOptions, tableOptionNames } from "../../dialects/mysql/table-names.js";
import { createSqlInbox, type SqlInbox } from "../../inbox/sql-inbox.js";
import { libraryLimitNames } from "../library/library-limits.js";
import { openMysql } from "./open-mysql.js";

/** Options of `mysqlInbox`. */
export interface MysqlInboxOptions extends MysqlTableOptions {
  /** A pool of `mysql2/promise`. Each running handler holds a connection, so `connectionLimit` limits how many run at once. */
  pool: Pool;
  /** How long a claim waits for a connection before it rejects, in milliseconds. Defaults to `5000`. */
  acquireTimeoutMs?: number | undefined;
  /** How long a handler's statement waits for a locked row, in milliseconds. MariaDB rounds up to seconds. Defaults to `5000`. */
  lockTimeoutMs?: number | undefined;
  /**
   * How long a transaction may be idle before the database ends it, in milliseconds. MariaDB rounds up to seconds. Defaults to
   * `60000`.
   */
  idleTimeoutMs?: number | undefined;
  /**
   * How long the inbox waits for one of its own statements before it closes the connection, in milliseconds. When it writes the
   * record, `lockTimeoutMs` is added. Defaults to `5000`.
   */
  statementTimeoutMs?: number | undefined;
  /** How long a handler's statement may take before the connection is closed, in milliseconds. Defaults to `60000`. */
  handlerStatementTimeoutMs?: number | undefined;
}

/** An inbox in MariaDB. Handlers receive the connection of `mysql2/promise` in whose transaction the record commits. */
export type MysqlInbox = SqlInbox<PoolConnection>;

/**
 * Creates an inbox in MariaDB. What a handler writes through `tx` to InnoDB tables commits together with the record of the change,
 * or not at all: exactly once. Call `migrate()` once before the first delivery.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const inbox = mysqlInbox({ pool: createPool(process.env.DATABASE_URL) });
 * await inbox.migrate();
 */
export function mysqlInbox(options: MysqlInboxOptions): MysqlInbox {
  checkKnownOptions(options, ["pool", ...tableOptionNames, ...libraryLimitNames]);
  const { sessions, dialect, limits } = openMysql(options);
  return createSqlInbox(sessions, dialect, limits);
}
