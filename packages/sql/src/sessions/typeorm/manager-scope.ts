import type { HandlerScope } from "@numipay/core";
import type { DataSource, EntityManager, QueryRunner } from "typeorm";

/**
 * Creates an entity manager for one handler. Its query runner has no connection of its own: it uses the given handle, which checks
 * every statement, so TypeORM's transactions become savepoints.
 */
export function createManagerScope(
  dataSource: DataSource,
  { tx: connection, ...scope }: HandlerScope<unknown>,
): HandlerScope<EntityManager> {
  const runner = dataSource.createQueryRunner();
  const replaced: Pick<QueryRunner, "connect" | "release"> = {
    connect: async () => connection,
    release: () => Promise.reject(new Error(released)),
  };
  Object.assign(runner, replaced);
  // The inbox's transaction is open, so `save()` begins none and pessimistic locks are allowed. TypeORM writes it when a nested
  // transaction ends.
  Object.defineProperty(runner, "isTransactionActive", { get: () => true, set: ignore });
  return { ...scope, tx: runner.manager };
}

function ignore(): void {
  // It stays active.
}

const released =
  "queryRunner.release() was rejected, because the inbox manages the connection. Remove the call from the handler.";
