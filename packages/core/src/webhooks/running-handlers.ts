import { sharedState } from "../protocol/shared-state.js";

type Handlers = readonly object[];

const none: Handlers = [];

/** The running handlers of this process by transaction, for all receivers. */
const running = /* @__PURE__ */ sharedState("runningHandlers", () => ({
  // Mostly handlers run for one transaction at a time. Adding it to a Map and removing it would cost as much as a claim in memory.
  soleKey: undefined as string | undefined,
  soleHandlers: none,
  others: new Map<string, Handlers>(),
}));

/** True while one of the handlers is running for a transaction, even after its lease has ended. */
export function isAnyRunning(handlers: Handlers, transactionKey: string): boolean {
  const { soleKey, soleHandlers, others } = running;
  if (soleKey === transactionKey && hasCommon(handlers, soleHandlers)) return true;
  // Its size costs less than a lookup.
  if (others.size === 0) return false;
  const known = others.get(transactionKey);
  return known !== undefined && hasCommon(handlers, known);
}

/** Marks handlers as running for a transaction. */
export function noteRunning(handlers: Handlers, transactionKey: string): void {
  if (running.soleKey === undefined) {
    running.soleKey = transactionKey;
    running.soleHandlers = handlers;
    return;
  }
  const known = running.others.get(transactionKey);
  running.others.set(transactionKey, known === undefined ? handlers : [...known, ...handlers]);
}

/** Marks handlers as finished for a transaction. `handlers` is the same list as that of `noteRunning`. */
export function noteFinished(handlers: Handlers, transactionKey: string): void {
  if (running.soleKey === transactionKey && running.soleHandlers === handlers) {
    running.soleKey = undefined;
    running.soleHandlers = none;
    return;
  }
  const known = running.others.get(transactionKey);
  const rest = known === handlers ? [] : known?.filter((handler) => !handlers.includes(handler));
  if (rest === undefined || rest.length === 0) running.others.delete(transactionKey);
  else running.others.set(transactionKey, rest);
}

function hasCommon(some: Handlers, others: Handlers): boolean {
  return some.some((handler) => others.includes(handler));
}
