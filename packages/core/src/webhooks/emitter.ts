import type { Transaction } from "../protocol/contract.generated.js";
import { InvalidOptionError } from "../protocol/errors.js";
import {
  type EventPattern,
  matchesPattern,
  type NumipayEvent,
  patternProblem,
} from "../protocol/event.js";
import type { SignedForm } from "../protocol/signature.js";

/** What a handler is told beside the event. */
export interface EventContext<Tx = undefined> extends EventOrigin {
  /** The event's name, such as `deposit.successful`. */
  type: string;
  /** Names this change, the same at each try: give it to whatever must happen once. */
  idempotencyKey: string;
  /** The inbox' fencing token; see `Lease`. */
  fence: number;
  /** The final status that was applied before, where this one contradicts it: money was booked that now is not there, or the other way round. */
  contradicts: string | undefined;
  /** The inbox' database transaction, where it has one: what is written through it commits with the record. */
  tx: Tx;
}

/** Where an event was heard of. */
export interface EventOrigin {
  /** A delivery of the gateway, or the reconciler, which found it in the gateway's list. */
  source: "webhook" | "reconcile";
  /** Which form of the body matched the signature; undefined from the reconciler. */
  matched: SignedForm | undefined;
  /** Which password, counted from 0; undefined from the reconciler. */
  passwordIndex: number | undefined;
  /** The framework's request that brought it, of which nothing but the event is verified; undefined from the reconciler. */
  request: unknown;
}

/** Handles an event. Whatever it returns is awaited; when it throws, the change counts as not applied and comes again. */
export type EventHandler<Pattern extends EventPattern = "*", Tx = undefined> = (
  event: NumipayEvent<Pattern>,
  context: EventContext<Tx>,
) => unknown;

/** Handlers by pattern. */
export interface Emitter<Tx> {
  on(pattern: EventPattern, handler: EventHandler<never, Tx>): void;
  off(pattern: EventPattern, handler: EventHandler<never, Tx>): void;
  /**
   * Calls every handler of the event, one after the other (they may share one database transaction), and returns how many.
   *
   * @throws AggregateError of all that handlers threw; the others have run all the same
   */
  dispatch(event: Transaction, context: EventContext<Tx>): Promise<number>;
}

/** An emitter that waits for its handlers. */
export function createEmitter<Tx>(): Emitter<Tx> {
  let entries: readonly { pattern: string; handler: EventHandler<never, Tx> }[] = [];
  return {
    on(pattern, handler) {
      const problem = patternProblem(pattern);
      if (problem !== undefined) throw new InvalidOptionError("pattern", problem);
      if (typeof handler !== "function") {
        throw new InvalidOptionError("handler", `on("${pattern}") needs a function.`);
      }
      entries = [...entries, { pattern, handler }];
    },
    off(pattern, handler) {
      entries = entries.filter((entry) => entry.pattern !== pattern || entry.handler !== handler);
    },
    async dispatch(event, context) {
      const matching = entries.filter(({ pattern }) => matchesPattern(pattern, event));
      const failures: unknown[] = [];
      for (const { handler } of matching) {
        try {
          await handler(event as never, context);
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) {
        throw new AggregateError(
          failures,
          `${failures.length} of ${matching.length} handlers of ${context.type} failed`,
        );
      }
      return matching.length;
    },
  };
}
