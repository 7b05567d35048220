import { AsyncLocalStorage } from "node:async_hooks";
import { tracking } from "./transaction-tracking.js";

const storage = (tracking.storage ??= new AsyncLocalStorage<unknown>());

/**
 * Returns the `tx` of the handler that is running, for services several calls away from it. Undefined outside of a handler. As `tx`
 * itself, it ends when the handler returns. Importing this function tracks the handlers of all inboxes of this package, which costs
 * every promise of the process a little.
 *
 * @example
 * const manager = currentTransaction<EntityManager>() ?? dataSource.manager;
 */
export function currentTransaction<Tx>(): Tx | undefined {
  return storage.getStore() as Tx | undefined;
}
