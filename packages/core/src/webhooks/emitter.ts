import type { Contract } from "../protocol/contract/contract.js";
import type { Transaction } from "../protocol/contract/wire-types.js";
import { InvalidOptionError } from "../protocol/errors.js";
import {
  type EventPattern,
  matchesPattern,
  type NumipayEvent,
  patternProblem,
} from "../protocol/event.js";
import type { SignedForm } from "../protocol/signature.js";

/** What a handler gets beside the event. */
export interface EventContext<Tx = undefined> extends EventOrigin {
  /** The event's name, such as `deposit.successful`. */
  type: string;
  /** The merchant account; `"default"` for the unnamed one. */
  account: string;
  /** The same for all handlers of one try, and for no other try: a key for what they share. */
  run: object;
  /** Names this change, the same at each try: give it to whatever must happen once. */
  idempotencyKey: string;
  /** The inbox' fencing token; see `Lease`. */
  fencingToken: number;
  /** The final status that was applied before, where this one contradicts it: money was booked that now is not there, or the other way round. */
  contradicts: string | undefined;
  /**
   * The inbox' database transaction, where it has one: what is written through it commits with the record. Dead once the
   * handler has returned: a statement after that is refused and reported.
   */
  tx: Tx;
}

/** Where an event came from. */
export interface EventOrigin {
  /** A delivery of the gateway, or the reconciler, which found it in the gateway's list. */
  source: "webhook" | "reconcile";
  /** Which form of the body matched the signature; undefined from the reconciler and a replay. */
  matched: SignedForm | undefined;
  /** Which password, counted from 0; undefined from the reconciler and a replay. */
  passwordIndex: number | undefined;
  /** The framework's request that brought it, of which nothing but the event is verified; undefined from the reconciler and a replay. */
  request: unknown;
  /** The account that it was received for, where it comes from a queue. Defaults to the webhook's own. */
  account?: string | undefined;
}

/** Handles an event. Whatever it returns is awaited; when it throws, the change counts as not applied and comes again. */
export type EventHandler<Pattern extends EventPattern = "*", Tx = undefined> = (
  event: NumipayEvent<Pattern>,
  context: EventContext<Tx>,
) => unknown;

/** A handler of any event. */
export type AnyHandler<Tx> = EventHandler<never, Tx>;

/** A handler under the pattern that it was added for. */
export interface Registration<Tx> {
  readonly pattern: string;
  readonly handler: AnyHandler<Tx>;
  /** True for a handler that one applied event is enough for. */
  readonly isOnce: boolean;
}

/** Handlers by pattern. */
export interface Emitter<Tx> {
  on(pattern: EventPattern, handler: AnyHandler<Tx>): void;
  once(pattern: EventPattern, handler: AnyHandler<Tx>): void;
  off(pattern: EventPattern, handler: AnyHandler<Tx>): void;
  /** The handlers of an event, in the order in which they were added. */
  match(event: Transaction): readonly AnyHandler<Tx>[];
  /** Those of them that were added with `once`. */
  matchOnce(event: Transaction): readonly Registration<Tx>[];
  /** Removes these registrations, and no other of the same handler. */
  remove(registrations: readonly Registration<Tx>[]): void;
}

/** An emitter without handlers. */
export function createEmitter<Tx>(contract?: Contract): Emitter<Tx> {
  let entries: readonly Registration<Tx>[] = [];
  const add = (registration: Registration<Tx>): void => {
    checkRegistration(registration, contract);
    entries = [...entries, registration];
  };
  return {
    on: (pattern, handler) => add({ pattern, handler, isOnce: false }),
    once: (pattern, handler) => add({ pattern, handler, isOnce: true }),
    off(pattern, handler) {
      entries = entries.filter((entry) => entry.pattern !== pattern || entry.handler !== handler);
    },
    match(event) {
      const handlers: AnyHandler<Tx>[] = [];
      for (const { pattern, handler } of entries) {
        if (matchesPattern(pattern, event)) handlers.push(handler);
      }
      return handlers;
    },
    matchOnce(event) {
      let matched: Registration<Tx>[] = none;
      for (const entry of entries) {
        if (entry.isOnce && matchesPattern(entry.pattern, event)) matched = [...matched, entry];
      }
      return matched;
    },
    remove(registrations) {
      if (registrations.length === 0) return;
      entries = entries.filter((entry) => !registrations.includes(entry));
    },
  };
}

const none: never[] = [];

function checkRegistration<Tx>(
  { pattern, handler, isOnce }: Registration<Tx>,
  contract: Contract | undefined,
): void {
  const problem = patternProblem(pattern, contract);
  if (problem !== undefined) throw new InvalidOptionError("pattern", problem);
  const method = isOnce ? "once" : "on";
  if (typeof handler !== "function") {
    throw new InvalidOptionError("handler", `${method}("${pattern}") needs a function.`);
  }
  // Calling one runs nothing of its body: the change would count as applied.
  if (Object.prototype.toString.call(handler).endsWith("GeneratorFunction]")) {
    throw new InvalidOptionError(
      "handler",
      `${method}("${pattern}") was given a generator, whose body would never run. Use a function or an async function.`,
    );
  }
}
