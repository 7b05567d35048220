import { InvalidOptionError } from "@numipay/core";
import type { Pool, PoolConnection } from "mysql2/promise";
import { mysqlDialect } from "../../dialects/mysql/mysql-dialect.js";
import type { MysqlTableOptions } from "../../dialects/mysql/table-names.js";
import { type LibraryLimitOptions, readLibraryLimits } from "../library/library-limits.js";
import type { OpenedDatabase } from "../opened-database.js";
import { poolSessions } from "./pool-sessions.js";

/**
 * Opens a pool of `mysql2` for an inbox or a journal.
 *
 * @throws InvalidOptionError naming the option
 */
export function openMysql(
  options: { pool: Pool } & MysqlTableOptions & LibraryLimitOptions,
): OpenedDatabase<PoolConnection> {
  const { pool } = options;
  // A pool with callbacks has neither `pool` nor promises.
  if (typeof pool?.getConnection !== "function" || typeof pool.pool !== "object") {
    throw new InvalidOptionError(
      "pool",
      'must be a pool of "mysql2/promise": createPool(uri). Of a pool of "mysql2", pass pool.promise().',
    );
  }
  const limits = readLibraryLimits(options);
  const dialect = mysqlDialect(options);
  return { sessions: poolSessions(pool, dialect, limits), dialect, limits };
}
