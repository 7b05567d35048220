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
import type { EventIntent } from "./event-journal.js";
import type { HandlerReturn } from "./synchronous.js";

/** The second argument of a handler. */
export interface EventContext<Tx = undefined> extends EventOrigin {
  /** The event's name, such as `deposit.successful`. */
  type: string;
  /** The merchant account; `"default"` for the default account. */
  account: string;
  /** The same object for all handlers of one attempt, and a new one for each attempt: a key for state that they share. */
  run: object;
  /** Identifies this change, the same for every attempt. Pass it to every effect that must happen once. */
  idempotencyKey: string;
  /** The inbox's fencing token; see `Lease`. */
  fencingToken: number;
  /** The final status that was already applied, if this one contradicts it, such as `successful` before `rejected`. */
  contradicts: string | undefined;
  /**
   * The call of yours that created the transaction, with its `metadata`. It was recorded before it was sent, so it is there even if
   * the event comes before the response. Undefined if the webhook has no `journal`, or the journal has no such call.
   */
  intent: EventIntent | undefined;
  /**
   * The inbox's database transaction, if it has one. Changes through it commit together with the record. It ends when the handler
   * returns: later statements are rejected and reported.
   */
  tx: Tx;
}

/** The origin of an event. */
export interface EventOrigin {
  /** `webhook` for a delivery, `reconcile` for a transaction from the gateway's list. */
  source: "webhook" | "reconcile";
  /** The form of the body that matched the signature; undefined for `reconcile` and for a replay. */
  matched: SignedForm | undefined;
  /** The index of the password that matched; undefined for `reconcile` and for a replay. */
  passwordIndex: number | undefined;
  /** The framework's request. Only the event in it is verified. Undefined for `reconcile` and for a replay. */
  request: unknown;
  /** The account that received the event, if it comes from a queue. Defaults to the webhook's account. */
  account?: string | undefined;
}

/**
 * Handles an event. Its result is awaited. If it throws, the change is not applied and the gateway retries it. It must not return a
 * promise if its `tx` is synchronous; see `SynchronousTransaction`.
 */
export type EventHandler<Pattern extends EventPattern = "*", Tx = undefined> = (
  event: NumipayEvent<Pattern>,
  context: EventContext<Tx>,
) => HandlerReturn<Tx>;

/** A handler of any event. */
export type AnyHandler<Tx> = EventHandler<never, Tx>;

/** A handler and its pattern. */
export interface Registration<Tx> {
  readonly pattern: string;
  readonly handler: AnyHandler<Tx>;
  /** True for a handler that is removed after one applied event. */
  readonly isOnce: boolean;
}

/** Handlers by pattern. */
export interface Emitter<Tx> {
  on(pattern: EventPattern, handler: AnyHandler<Tx>): void;
  once(pattern: EventPattern, handler: AnyHandler<Tx>): void;
  off(pattern: EventPattern, handler: AnyHandler<Tx>): void;
  /** The handlers of an event in the order they were added. */
  match(event: Transaction): readonly AnyHandler<Tx>[];
  /** The matching registrations that were added with `once`. */
  matchOnce(event: Transaction): readonly Registration<Tx>[];
  /** Removes these registrations, but not others of the same handler. */
  remove(registrations: readonly Registration<Tx>[]): void;
}

/** Creates an emitter without handlers. */
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
  checkHandler(handler, `${isOnce ? "once" : "on"}("${pattern}")`);
}

/** @throws InvalidOptionError when the handler of a registration, such as `on("refused")`, is not a function that can be called */
export function checkHandler(handler: unknown, registration: string): void {
  if (typeof handler !== "function") {
    throw new InvalidOptionError("handler", `of ${registration} must be a function.`);
  }
  // Calling a generator function does not run its body, but the change would count as applied.
  if (Object.prototype.toString.call(handler).endsWith("GeneratorFunction]")) {
    throw new InvalidOptionError(
      "handler",
      `of ${registration} must not be a generator, because its body would never run. Use a function or an async function.`,
    );
  }
}
