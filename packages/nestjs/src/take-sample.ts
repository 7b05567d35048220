import { ContextIdFactory } from "@nestjs/core";
import { isShared, type Wrapper } from "./resolve-provider.js";

/** What is known about a provider before its first event. */
export type Sample =
  /** The instance that handles every event. */
  | { kind: "instance"; object: unknown }
  /** The prototype of the class that Nest instantiates per event. */
  | { kind: "class"; object: object }
  /** A factory that Nest calls per event. Its result is unknown. */
  | { kind: "factory"; object: undefined };

/** Takes a sample of a provider. Undefined if Nest failed to create it. */
export async function takeSample(wrapper: Wrapper): Promise<Sample | undefined> {
  if (isShared(wrapper)) {
    const host = findHost(wrapper);
    if (host?.isResolved !== true) return undefined;
    const object: unknown = host.instance;
    // Nest awaits the promise of a `useValue` only when it is injected.
    if (object instanceof Promise) host.instance = await object;
    return { kind: "instance", object: host.instance };
  }
  const { metatype, inject } = wrapper;
  const isClass = (inject ?? undefined) === undefined && typeof metatype === "function";
  return isClass
    ? { kind: "class", object: metatype.prototype as object }
    : { kind: "factory", object: undefined };
}

/** Finds Nest's entry of a shared instance. Undefined if Nest failed to create it. */
function findHost(wrapper: Wrapper): { instance: unknown; isResolved?: boolean } | undefined {
  try {
    // A shared provider has the same instance in any context.
    return wrapper.getInstanceByContextId(ContextIdFactory.create());
  } catch {
    // Nest 10 recurses until the stack overflows if it deleted the instance.
    return undefined;
  }
}
