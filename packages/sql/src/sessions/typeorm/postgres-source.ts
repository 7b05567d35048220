import type { Client, PoolClient } from "pg";
import type { DataSource } from "typeorm";
import type { ClientSource } from "../pg/pool-sessions.js";

/** The connections of a data source on PostgreSQL. */
export function postgresSource(dataSource: DataSource): ClientSource {
  return {
    pool: dataSource,
    max: toPoolSize(dataSource),
    async connect() {
      const runner = dataSource.createQueryRunner();
      const client = (await runner.connect()) as Client & PoolClient;
      return {
        client,
        release(isBroken) {
          // The pool removes a client that has ended.
          if (isBroken) client.end().catch(() => undefined);
          void runner.release();
        },
      };
    },
  };
}

/** The default of `pg`, which TypeORM uses. */
const defaultPoolSize = 10;

function toPoolSize({ options }: DataSource): number {
  const { extra, poolSize } = options as { extra?: { max?: number }; poolSize?: number };
  return extra?.max ?? poolSize ?? defaultPoolSize;
}
