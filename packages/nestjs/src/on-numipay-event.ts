import "reflect-metadata";
import type { EventContext, EventPattern, NumipayEvent } from "@numipay/core";
import { defaultAccount } from "./tokens.js";

/** Options of `@OnNumipayEvent`. */
export interface OnNumipayEventOptions {
  /** The account whose events are meant; the one without a name where not given. */
  account?: string | undefined;
}

/** One mark of `@OnNumipayEvent`. */
export interface HandlerMark {
  pattern: EventPattern;
  account: string;
}

/** What a marked method may look like: less parameters are fine, a payload that the pattern does not give is not. */
type HandlerMethod<Pattern extends EventPattern> = (
  event: NumipayEvent<Pattern>,
  // never: whatever transaction the inbox has, the method says.
  context: EventContext<never>,
) => unknown;

const marksKey = Symbol.for("numipay.handlerMarks");

/**
 * Marks a method of any provider or controller as a handler of events. Several marks on one method are fine: it is called
 * once for an event. When it throws, the change counts as not applied and comes again.
 *
 * @example
 * @OnNumipayEvent("deposit.successful")
 * credit(event: NumipayEvent<"deposit.successful">, { idempotencyKey }: EventContext) {}
 */
export function OnNumipayEvent<const Pattern extends EventPattern>(
  pattern: Pattern,
  { account = defaultAccount }: OnNumipayEventOptions = {},
): <Method extends HandlerMethod<Pattern>>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void {
  return (target, key) => {
    // On the class and not on the function: another decorator may wrap the function.
    const marks = (Reflect.getOwnMetadata(marksKey, target, key) ?? []) as HandlerMark[];
    Reflect.defineMetadata(marksKey, [{ pattern, account }, ...marks], target, key);
  };
}

/** The marks of a method, its base class' where it has none of its own. */
export function readMarks(prototype: object, key: string): HandlerMark[] {
  return (Reflect.getMetadata(marksKey, prototype, key) ?? []) as HandlerMark[];
}
