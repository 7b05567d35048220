import type { PoolConnection as CallbackConnection } from "mysql2";
import type { PoolConnection } from "mysql2/promise";
import type { DataSource } from "typeorm";
import type { MysqlSource } from "../library/mysql-connection.js";
import { toMysqlConnection } from "../mysql2/pool-sessions.js";
import { toPermits } from "../pool-permits.js";

/** The connections of a data source on MariaDB. */
export function mysqlSource(dataSource: DataSource): MysqlSource<PoolConnection> {
  return {
    pool: dataSource,
    maxHandlers: () => toPermits(toPoolSize(dataSource)),
    sizeOption: "poolSize",
    async connect() {
      const runner = dataSource.createQueryRunner();
      const own = (await runner.connect()) as CallbackConnection;
      return {
        ...toMysqlConnection(own.promise()),
        end: (isBroken) => (isBroken ? own.destroy() : runner.release()),
      };
    },
  };
}

/** What TypeORM uses of a connection of mysql2, with callbacks. */
interface TypeormConnection {
  promise(): { query: (sql: string, values?: unknown) => Promise<unknown> };
  /** Streams. */
  query(): never;
}

/** Returns what TypeORM uses as a connection, on a handle that checks every statement. */
export function toTypeormConnection(handle: PoolConnection): TypeormConnection {
  return {
    promise: () => ({
      query: (sql, values) =>
        // The server rejects it within a transaction, which has this level already.
        sql === "SET TRANSACTION ISOLATION LEVEL READ COMMITTED"
          ? Promise.resolve([])
          : handle.query(sql, values as never),
    }),
    query() {
      throw new Error(noStreams);
    },
  };
}

/** The default of mysql2, which TypeORM uses. */
const defaultPoolSize = 10;

function toPoolSize({ options }: DataSource): number {
  const { extra, poolSize, replication } = options as {
    extra?: { connectionLimit?: number };
    poolSize?: number;
    replication?: { master?: { poolSize?: number } };
  };
  return extra?.connectionLimit ?? replication?.master?.poolSize ?? poolSize ?? defaultPoolSize;
}

const noStreams =
  "stream() on tx is not available on MariaDB, because a stream would not be checked. Read the rows in pages.";
