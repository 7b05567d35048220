import { ContextIdFactory } from "@nestjs/core";
import { isShared, type Wrapper } from "./resolve-provider.js";

/** What is known of a provider before it handles its first event. */
export type Sample =
  /** The instance that handles every event. */
  | { kind: "instance"; object: unknown }
  /** The prototype of the class that Nest instantiates for each event. */
  | { kind: "class"; object: object }
  /** A factory that Nest calls for each event: nothing is known of what it creates. */
  | { kind: "factory"; object: undefined };

/** Takes a sample of a provider; undefined when Nest failed to create it. */
export async function takeSample(wrapper: Wrapper): Promise<Sample | undefined> {
  if (isShared(wrapper)) {
    const host = findHost(wrapper);
    if (host?.isResolved !== true) return undefined;
    const object: unknown = host.instance;
    // Nest awaits the Promise of a `useValue` only where it is injected.
    if (object instanceof Promise) host.instance = await object;
    return { kind: "instance", object: host.instance };
  }
  const { metatype, inject } = wrapper;
  const isClass = (inject ?? undefined) === undefined && typeof metatype === "function";
  return isClass
    ? { kind: "class", object: metatype.prototype as object }
    : { kind: "factory", object: undefined };
}

/** Where Nest keeps a shared instance; undefined when it failed to create one. */
function findHost(wrapper: Wrapper): { instance: unknown; isResolved?: boolean } | undefined {
  try {
    // For a shared provider, any context has the same one.
    return wrapper.getInstanceByContextId(ContextIdFactory.create());
  } catch {
    // Nest 10 looks for an instance that it deleted until the stack ends.
    return undefined;
  }
}
