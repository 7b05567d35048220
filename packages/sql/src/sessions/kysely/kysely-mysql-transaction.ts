import {
  ControlledTransaction,
  type DatabaseConnection,
  type Kysely,
  MysqlDialect,
  type MysqlPoolConnection,
  SingleConnectionProvider,
} from "kysely";
import type { PoolConnection } from "mysql2/promise";
import { toCallbackConnection } from "../mysql2/callback-connection.js";

/**
 * Creates a transaction of Kysely for one handler, on a connection that checks every statement. It has the plugins of the
 * application's Kysely.
 */
export function createKyselyMysqlTransaction<DB>(
  db: Kysely<DB>,
  checked: PoolConnection,
): ControlledTransaction<DB> {
  const raw = toCallbackConnection(checked) as unknown as MysqlPoolConnection;
  const dialect = new MysqlDialect({
    pool: {
      getConnection: (callback) => callback(undefined, raw),
      end: (callback) => callback(undefined),
    },
  });
  const driver = dialect.createDriver();
  const acquired = driver.init().then(() => driver.acquireConnection());
  const connection: DatabaseConnection = {
    executeQuery: async (query) => (await acquired).executeQuery(query),
    async *streamQuery(query, chunkSize) {
      yield* (await acquired).streamQuery(query, chunkSize);
    },
  };
  return new ControlledTransaction<DB>({
    config: { dialect },
    dialect,
    driver,
    executor: db.getExecutor().withConnectionProvider(new SingleConnectionProvider(connection)),
    connection: { connection, release: () => undefined },
  });
}
