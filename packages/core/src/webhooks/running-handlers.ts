/** The handlers of this process that are working on a transaction, whichever receiver called them. */
const running = new Map<string, readonly object[]>();

/** True while one of the handlers has not settled for a transaction, however long ago its lease ended. */
export function isAnyRunning(handlers: readonly object[], transactionKey: string): boolean {
  // Mostly empty, and its size costs less than a lookup.
  if (running.size === 0) return false;
  const others = running.get(transactionKey);
  return others !== undefined && handlers.some((handler) => others.includes(handler));
}

/** Notes that handlers begin with a transaction. */
export function noteRunning(handlers: readonly object[], transactionKey: string): void {
  const others = running.get(transactionKey);
  running.set(transactionKey, others === undefined ? handlers : [...others, ...handlers]);
}

/** Notes that they have settled. */
export function noteSettled(handlers: readonly object[], transactionKey: string): void {
  const known = running.get(transactionKey);
  const others = known === handlers ? [] : known?.filter((handler) => !handlers.includes(handler));
  if (others === undefined || others.length === 0) running.delete(transactionKey);
  else running.set(transactionKey, others);
}
