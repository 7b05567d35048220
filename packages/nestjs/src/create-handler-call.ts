import { isObservable, lastValueFrom } from "rxjs";
import { type EventRun, eventRunOf, type HandlerContext } from "./event-run.js";
import type { FoundHandler } from "./handler-table.js";
import { isObject } from "./handler-marks.js";
import { isShared, resolveProvider } from "./resolve-provider.js";

/** Calls a handler method for one event or intent. Returns undefined if the method does. */
export type HandlerCall = (event: object, context: HandlerContext) => Promise<void> | undefined;

type Methods = Record<string | symbol, unknown>;

/** Creates a handler that calls the method on its provider, once per event even if several decorators match. */
export function createHandlerCall({ wrapper, method, marks, label }: FoundHandler): HandlerCall {
  const shared = isShared(wrapper);
  // A shared instance with one decorator needs no tracking.
  const isOnce = marks.length === 1 && shared;

  const callOn: (
    instance: unknown,
    ...args: Parameters<HandlerCall>
  ) => Promise<void> | undefined = (instance, event, context) => {
    const call = isObject(instance) ? (instance as Methods)[method] : undefined;
    // A missing method must fail the event.
    if (!isObject(instance) || typeof call !== "function") {
      throw new TypeError(
        `The provider that Nest created has no method ${label}. Check its factory or mock.`,
      );
    }
    if (!isOnce && !recordCall(instance, method, eventRunOf(event, context))) return undefined;
    const returned = call.call(instance, event, context) as unknown;
    return returned === undefined ? undefined : finish(returned, label);
  };

  return shared
    ? (event, context) => callOn(wrapper.instance, event, context)
    : async (event, context) =>
        callOn(await resolveProvider(wrapper, event, context), event, context);
}

/** Awaits what a method returned. */
async function finish(returned: unknown, label: string): Promise<void> {
  const result: unknown = await returned;
  if (Object.prototype.toString.call(result).endsWith("Generator]")) {
    throw new TypeError(
      `${label} returned a generator, whose body never ran. Use an async method.`,
    );
  }
  // An Observable does nothing until it is subscribed to.
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}

/** Returns false if the method was already called for this event, by another decorator or another token. */
function recordCall(instance: object, method: string | symbol, { called }: EventRun): boolean {
  const methods = called.get(instance) ?? new Set();
  called.set(instance, methods);
  if (methods.has(method)) return false;
  methods.add(method);
  return true;
}
