import { InvalidOptionError } from "../protocol/errors.js";
import { nearestWord } from "../protocol/nearest-word.js";
import { checkHandler } from "../webhooks/emitter.js";
import type { HandlerReturn } from "../webhooks/synchronous.js";
import type { ConfirmedIntent, RefusedIntent, UnknownIntent } from "./outbox-intent.js";

/** What the handlers of each outcome get. */
export interface OutboxOutcomes {
  /** The transaction exists, or the payout is decided. */
  confirmed: ConfirmedIntent;
  /** The gateway certainly created nothing. */
  refused: RefusedIntent;
  /** The call may have been carried out. A later `confirmed` or `refused` follows if the gateway or recovery finds out. */
  unknown: UnknownIntent;
}

/** How a queued call ended. */
export type OutboxOutcome = keyof OutboxOutcomes;

/** The second argument of a handler of the outbox. */
export interface OutboxContext<Tx> {
  /** The event's name, such as `outbox.confirmed`. */
  type: string;
  /** The merchant account of the journal. */
  account: string;
  /** Identifies the outcome of this call, the same for every attempt. */
  idempotencyKey: string;
  /** The inbox's fencing token; see `Lease`. */
  fencingToken: number;
  /**
   * The inbox's database transaction. Changes through it commit together with the record that the outcome was handled. It ends when the
   * handler returns.
   */
  tx: Tx;
}

/**
 * Handles an outcome. Its result is awaited. If it throws, its transaction is rolled back and it is called again later. It must not
 * return a promise if its `tx` is synchronous.
 */
export type OutboxHandler<Outcome extends OutboxOutcome, Tx> = (
  intent: OutboxOutcomes[Outcome],
  context: OutboxContext<Tx>,
) => HandlerReturn<Tx>;

/** Any handler of an outbox. */
export type AnyOutboxHandler = (intent: never, context: never) => unknown;

/** The handlers of an outbox by outcome. */
export type OutboxHandlers = Record<OutboxOutcome, readonly AnyOutboxHandler[]>;

/**
 * Adds a handler.
 *
 * @throws InvalidOptionError when the outcome is unknown or the handler is not a function
 */
export function addHandler(
  handlers: OutboxHandlers,
  outcome: OutboxOutcome,
  handler: AnyOutboxHandler,
): void {
  if (!Object.hasOwn(handlers, outcome)) {
    const known = Object.keys(handlers);
    const near = nearestWord(outcome, known);
    throw new InvalidOptionError(
      "outcome",
      near === undefined ? `must be ${known.join(", ")}.` : `is unknown. Did you mean ${near}?`,
    );
  }
  checkHandler(handler, `on("${outcome}")`);
  handlers[outcome] = [...handlers[outcome], handler];
}

/**
 * Checks that a refusal has a handler: without one, nothing would return what was reserved for the call.
 *
 * @throws InvalidOptionError when it has none
 */
export function requireRefusedHandler({ refused }: OutboxHandlers): void {
  if (refused.length > 0) return;
  throw new InvalidOptionError(
    "handler",
    'of on("refused") is missing. Add one before you start the outbox: it returns what you reserved for the call.',
  );
}
