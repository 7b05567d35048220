import type { HandlerScope } from "@numipay/core";
import type { DataSource, EntityManager } from "typeorm";
import { requireAwaited } from "../require-awaited.js";
import type { Session, Sessions } from "../session.js";
import { createManagerScope } from "./manager-scope.js";

/**
 * Gives handlers an entity manager on the handles of other sessions.
 *
 * @param toConnection returns what TypeORM uses as the connection of a query runner
 */
export function typeormSessions<Handle>(
  dataSource: DataSource,
  sessions: Sessions<Handle>,
  toConnection: (handle: Handle) => unknown,
): Sessions<EntityManager> {
  const toTypeorm = (session: Session<Handle>): Session<EntityManager> => ({
    ...session,
    openScope(onLateStatement): HandlerScope<EntityManager> {
      const scope = session.openScope(onLateStatement);
      return createManagerScope(dataSource, { ...scope, tx: toConnection(scope.tx) });
    },
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
