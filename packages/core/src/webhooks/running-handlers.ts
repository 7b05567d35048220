/** Which transactions each handler of this process is working on, whichever receiver called it. */
const running = new WeakMap<object, Set<string>>();

/** True while one of the handlers has not settled for a transaction, however long ago its lease ended. */
export function isAnyRunning(handlers: readonly object[], transactionKey: string): boolean {
  for (const handler of handlers) {
    if (running.get(handler)?.has(transactionKey) === true) return true;
  }
  return false;
}

/** Notes that handlers begin with a transaction. */
export function noteRunning(handlers: readonly object[], transactionKey: string): void {
  for (const handler of handlers) {
    const known = running.get(handler);
    if (known === undefined) running.set(handler, new Set([transactionKey]));
    else known.add(transactionKey);
  }
}

/** Notes that they have settled. */
export function noteSettled(handlers: readonly object[], transactionKey: string): void {
  for (const handler of handlers) running.get(handler)?.delete(transactionKey);
}
