import { AsyncLocalStorage } from "node:async_hooks";
import type { ContextIdFactory } from "@nestjs/core";

/** Nest's key for the instances that are created for one request. */
export type ContextId = ReturnType<typeof ContextIdFactory.create>;

/** What the handlers of one event share while it is applied. */
export interface EventRun {
  /** One for all handlers: what is request-scoped is created once for each event. */
  contextId: ContextId | undefined;
  /** The methods that were called, by the instance. */
  called: Map<object, Set<string | symbol>>;
}

// Not keyed by the handler's context: with a database inbox, each handler has one of its own. Nor by the event: it is the
// same one at the next try.
const runs = new AsyncLocalStorage<EventRun>();

/** Takes one event in, from its arrival to its outcome. */
export function startEventRun<Result>(takeIn: () => Result): Result {
  return runs.run(createRun(), takeIn);
}

/** The run that calls a handler. */
export function currentEventRun(): EventRun {
  return runs.getStore() ?? createRun();
}

function createRun(): EventRun {
  return { contextId: undefined, called: new Map() };
}
