import type { EventContext, NumipayEvent } from "@numipay/core";
import { isObservable, lastValueFrom } from "rxjs";
import { eventRunOf } from "./event-run.js";
import type { FoundHandler } from "./handler-table.js";
import { isObject } from "./handler-marks.js";
import { isShared, resolveProvider } from "./resolve-provider.js";

/** Calls a found method for one event. */
export type HandlerCall = (event: NumipayEvent, context: EventContext<unknown>) => Promise<void>;

type Methods = Record<string | symbol, unknown>;

/** A handler that calls the method on its provider, once an event however many of its marks match. */
export function createHandlerCall({ wrapper, method, marks, label }: FoundHandler): HandlerCall {
  // A shared instance with one mark is found once: there is nothing to remember.
  const shared = isShared(wrapper);
  const isOnce = marks.length === 1 && shared;
  return async (event, context) => {
    const instance = shared ? wrapper.instance : await resolveProvider(wrapper, context);
    const call = isObject(instance) ? (instance as Methods)[method] : undefined;
    // Not called is not applied: it must not look like a success.
    if (!isObject(instance) || typeof call !== "function") {
      throw new TypeError(`Nest created a provider without the method ${label}.`);
    }
    if (!isOnce && !noteCall(instance, method, context)) return;
    const returned = call.call(instance, event, context) as unknown;
    // Most handlers return a promise or nothing, and nothing needs no wait.
    if (returned === undefined) return;
    const result: unknown = await returned;
    if (Object.prototype.toString.call(result).endsWith("Generator]")) {
      throw new TypeError(
        `${label} returned a generator, whose body never ran. Use an async method.`,
      );
    }
    // An Observable does nothing until it is subscribed to: unwatched, it would be a success that never happened.
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  };
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
