import type { ContextIdFactory } from "@nestjs/core";
import type { EventContext } from "@numipay/core";

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
// same one at the next try. An AsyncLocalStorage would slow down every promise of the process.
const runs = new WeakMap<object, EventRun>();

/** The run that a handler's context belongs to. */
export function eventRunOf({ run }: EventContext<unknown>): EventRun {
  const known = runs.get(run) ?? { contextId: undefined, called: new Map() };
  runs.set(run, known);
  return known;
}
