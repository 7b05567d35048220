import {
  defaultAccount,
  type EventContext,
  type EventPattern,
  InvalidOptionError,
  type NumipayEvent,
} from "@numipay/core";
import { addMark } from "./handler-marks.js";

/** Options of `@OnNumipayEvent`. */
export interface OnNumipayEventOptions {
  /** The account whose events are meant; the one without a name where not given. */
  account?: string | undefined;
}

/** What a marked method may look like: less parameters are fine, a payload that the pattern does not give is not. */
type HandlerMethod<Pattern extends EventPattern> = (
  event: NumipayEvent<Pattern>,
  // never: whatever transaction the inbox has, the method says.
  context: EventContext<never>,
) => unknown;

/**
 * Marks a method of any provider or controller as a handler of events. Several marks on one method are fine: it is called
 * once for an event. When it throws, the change counts as not applied and comes again.
 *
 * @throws InvalidOptionError on a static method, and where the compiler does not have `experimentalDecorators`
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
    refuseUnknownKinds(target, key);
    addMark(target, key, { pattern, account });
  };
}

/** Nest would never find these marks, so the handler would never be called. */
function refuseUnknownKinds(target: unknown, key: unknown): void {
  if (typeof key !== "string" && typeof key !== "symbol") {
    throw new InvalidOptionError(
      "@OnNumipayEvent",
      "is a decorator of the kind that NestJS uses. Set experimentalDecorators to true in tsconfig.json.",
    );
  }
  if (typeof target !== "function") return;
  throw new InvalidOptionError(
    "@OnNumipayEvent",
    `cannot mark the static method ${target.name}.${String(key)}: handlers are called on a provider's instance. Remove \`static\`.`,
  );
}
