import { sharedState } from "../protocol/shared-state.js";

/** The running handlers of this process by transaction, for all receivers. */
const running = /* @__PURE__ */ sharedState(
  "runningHandlers",
  () => new Map<string, readonly object[]>(),
);

/** True while one of the handlers is running for a transaction, even after its lease has ended. */
export function isAnyRunning(handlers: readonly object[], transactionKey: string): boolean {
  // Mostly empty, and its size costs less than a lookup.
  if (running.size === 0) return false;
  const others = running.get(transactionKey);
  return others !== undefined && handlers.some((handler) => others.includes(handler));
}

/** Marks handlers as running for a transaction. */
export function noteRunning(handlers: readonly object[], transactionKey: string): void {
  const others = running.get(transactionKey);
  running.set(transactionKey, others === undefined ? handlers : [...others, ...handlers]);
}

/** Marks handlers as finished for a transaction. */
export function noteFinished(handlers: readonly object[], transactionKey: string): void {
  const known = running.get(transactionKey);
  const others = known === handlers ? [] : known?.filter((handler) => !handlers.includes(handler));
  if (others === undefined || others.length === 0) running.delete(transactionKey);
  else running.set(transactionKey, others);
}
