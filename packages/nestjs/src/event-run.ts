import type { ContextIdFactory } from "@nestjs/core";
import type { EventContext, OutboxContext } from "@numipay/core";
import { sharedState } from "@numipay/core/protocol";

/** Nest's key for the instances of one request. */
export type ContextId = ReturnType<typeof ContextIdFactory.create>;

/** State that the handlers of one event share. */
export interface EventRun {
  /** Shared by all handlers, so that request-scoped providers are created once per event. */
  contextId: ContextId | undefined;
  /** The methods already called, by instance. */
  called: Map<object, Set<string | symbol>>;
}

/** The second argument of a handler: of an event, or of the outbox. */
export type HandlerContext = EventContext<unknown> | OutboxContext<unknown>;

// Not keyed by the handler's context, which differs per handler with a database inbox, nor by an event, which is the same in the
// next attempt. AsyncLocalStorage would slow down every promise of the process.
const runs = /* @__PURE__ */ sharedState("eventRuns", () => new WeakMap<object, EventRun>());

/** Returns the run that a handler is called in. Each attempt of an outbox has its own intent. */
export function eventRunOf(eventOrIntent: object, context: HandlerContext): EventRun {
  const run = "run" in context ? context.run : eventOrIntent;
  const known = runs.get(run) ?? { contextId: undefined, called: new Map() };
  runs.set(run, known);
  return known;
}
