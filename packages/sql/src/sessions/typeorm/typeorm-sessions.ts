import type { HandlerScope } from "@numipay/core";
import type { Client, PoolClient } from "pg";
import type { DataSource, EntityManager } from "typeorm";
import { type ClientSource, clientSessions, type PoolLimits } from "../pg/pool-sessions.js";
import { requireAwaited } from "../require-awaited.js";
import type { Session, Sessions } from "../session.js";
import { createManagerScope } from "./manager-scope.js";

/** The default of `pg`, which TypeORM uses. */
const defaultPoolSize = 10;

/** Creates sessions on the connections of a data source. */
export function typeormSessions(
  dataSource: DataSource,
  limits: PoolLimits,
): Sessions<EntityManager> {
  const sessions = clientSessions(toSource(dataSource), limits);
  const toTypeorm = (session: Session<PoolClient>): Session<EntityManager> => ({
    ...session,
    openScope: (onLateStatement): HandlerScope<EntityManager> =>
      createManagerScope(dataSource, session.openScope(onLateStatement)),
    async commit(statements, timeoutMs) {
      await requireAwaited(session.state);
      await session.commit(statements, timeoutMs);
    },
  });
  return {
    open: async () => toTypeorm(await sessions.open()),
    openToHold: async () => toTypeorm(await sessions.openToHold()),
  };
}

function toSource(dataSource: DataSource): ClientSource {
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

function toPoolSize({ options }: DataSource): number {
  const { extra, poolSize } = options as { extra?: { max?: number }; poolSize?: number };
  return extra?.max ?? poolSize ?? defaultPoolSize;
}
