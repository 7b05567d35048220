import type { EventContext, NumipayEvent } from "@numipay/core";
import { isObservable, lastValueFrom } from "rxjs";
import { eventRunOf } from "./event-run.js";
import type { FoundHandler } from "./handler-table.js";
import { isObject } from "./handler-marks.js";
import { isShared, resolveProvider } from "./resolve-provider.js";

/** Calls a found method for one event. Without a promise where the method returns nothing. */
export type HandlerCall = (
  event: NumipayEvent,
  context: EventContext<unknown>,
) => Promise<void> | undefined;

type Methods = Record<string | symbol, unknown>;

/** A handler that calls the method on its provider, once an event however many of its marks match. */
export function createHandlerCall({ wrapper, method, marks, label }: FoundHandler): HandlerCall {
  const shared = isShared(wrapper);
  // A shared instance with one mark is found once: there is nothing to remember.
  const isOnce = marks.length === 1 && shared;

  const callOn: (
    instance: unknown,
    ...args: Parameters<HandlerCall>
  ) => Promise<void> | undefined = (instance, event, context) => {
    const call = isObject(instance) ? (instance as Methods)[method] : undefined;
    // Not called is not applied: it must not look like a success.
    if (!isObject(instance) || typeof call !== "function") {
      throw new TypeError(`Nest created a provider without the method ${label}.`);
    }
    if (!isOnce && !noteCall(instance, method, context)) return undefined;
    const returned = call.call(instance, event, context) as unknown;
    return returned === undefined ? undefined : finish(returned, label);
  };

  return shared
    ? (event, context) => callOn(wrapper.instance, event, context)
    : async (event, context) => callOn(await resolveProvider(wrapper, context), event, context);
}

/** Waits for what a method returned. */
async function finish(returned: unknown, label: string): Promise<void> {
  const result: unknown = await returned;
  if (Object.prototype.toString.call(result).endsWith("Generator]")) {
    throw new TypeError(
      `${label} returned a generator, whose body never ran. Use an async method.`,
    );
  }
  // An Observable does nothing until it is subscribed to: unwatched, it would be a success that never happened.
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}

/** False when the method was called for this event: by another mark, or by another token of the same instance. */
function noteCall(
  instance: object,
  method: string | symbol,
  context: EventContext<unknown>,
): boolean {
  const { called } = eventRunOf(context);
  const methods = called.get(instance) ?? new Set();
  called.set(instance, methods);
  if (methods.has(method)) return false;
  methods.add(method);
  return true;
}
