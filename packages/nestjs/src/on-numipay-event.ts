import {
  defaultAccount,
  type EventContext,
  type EventPattern,
  type NumipayEvent,
} from "@numipay/core";
import { checkTarget } from "./check-target.js";
import { addMark } from "./handler-marks.js";

/** Options of `@OnNumipayEvent`. */
export interface OnNumipayEventOptions {
  /** The account whose events to handle. Defaults to `"default"`. */
  account?: string | undefined;
}

/** The signature of a handler method. It may have fewer parameters, but its event must match the pattern. */
type HandlerMethod<Pattern extends EventPattern> = (
  event: NumipayEvent<Pattern>,
  // `never` lets the method declare the type of the inbox's transaction.
  context: EventContext<never>,
) => unknown;

/**
 * Makes a method of any provider or controller an event handler. A method with several decorators is called once per event. If it
 * throws, the change is not recorded and the gateway retries it.
 *
 * @throws InvalidOptionError on a static method, or if `experimentalDecorators` is off
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
    checkTarget("@OnNumipayEvent", target, key);
    addMark(target, key, { pattern, account });
  };
}
