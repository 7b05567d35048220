import type { Pool, PoolConnection } from "mysql2/promise";
import type { Dialect } from "../../dialects/dialect.js";
import type { MysqlConnection } from "../library/mysql-connection.js";
import { type MysqlLimits, mysqlSessions } from "../library/mysql-sessions.js";
import { toPermits } from "../pool-permits.js";
import type { Sessions } from "../session.js";
import { mysql2Connection } from "./mysql2-connection.js";
import { createMysqlHandle } from "./mysql-handle.js";

/** Creates sessions on a pool of `mysql2`. */
export function poolSessions(
  pool: Pool,
  dialect: Dialect,
  limits: MysqlLimits,
): Sessions<PoolConnection> {
  const source = {
    pool: pool.pool,
    maxHandlers: () => toPermits(pool.pool.config?.connectionLimit ?? defaultLimit),
    sizeOption: "connectionLimit",
    connect: async () => toMysqlConnection(await pool.getConnection()),
  };
  return mysqlSessions(source, dialect, limits);
}

/** Of a pool without `connectionLimit`. */
const defaultLimit = 10;

/** Adapts a connection of a pool. Handlers get it with checks: see `createMysqlHandle`. */
export function toMysqlConnection(connection: PoolConnection): MysqlConnection<PoolConnection> {
  return mysql2Connection({
    connection,
    identity: connection.connection,
    openHandle: (guard, run) => createMysqlHandle(connection, run, guard),
    end: (isBroken) => (isBroken ? connection.destroy() : connection.release()),
  });
}
