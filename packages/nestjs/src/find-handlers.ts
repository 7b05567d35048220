import type { DiscoveryService, MetadataScanner } from "@nestjs/core";
import { InvalidOptionError } from "@numipay/core";
import { type HandlerMark, readMarks } from "./on-numipay-event.js";

/** A provider or controller as Nest's container holds it. */
export type Wrapper = ReturnType<DiscoveryService["getProviders"]>[number];

/** A method with its marks, and where it lives. */
export interface FoundHandler {
  wrapper: Wrapper;
  method: string;
  marks: HandlerMark[];
  /** `Class.method`, for messages. */
  label: string;
}

/**
 * Every marked method of every provider and controller.
 *
 * @throws InvalidOptionError when two modules provide one class: each event would be handled twice
 */
export function findHandlers(
  discovery: DiscoveryService,
  scanner: MetadataScanner,
): FoundHandler[] {
  const owners = new Map<object, Wrapper>();
  const found: FoundHandler[] = [];
  for (const wrapper of [...discovery.getProviders(), ...discovery.getControllers()]) {
    const prototype = wrapper.isAlias ? undefined : prototypeOf(wrapper);
    if (prototype === undefined) continue;
    const handlers = scanner
      .getAllMethodNames(prototype)
      .map((method) => ({ method, marks: readMarks(prototype, method) }))
      .filter(({ marks }) => marks.length > 0);
    if (handlers.length === 0) continue;
    const { name } = prototype.constructor;
    const owner = owners.get(prototype);
    if (owner !== undefined) refuseSecond(name, owner, wrapper);
    owners.set(prototype, wrapper);
    found.push(
      ...handlers.map((handler) => ({ ...handler, wrapper, label: `${name}.${handler.method}` })),
    );
  }
  return found;
}

function prototypeOf({ instance, metatype }: Wrapper): object | undefined {
  const made = instance as unknown;
  if (typeof made === "object" && made !== null) {
    return (Object.getPrototypeOf(made) as object | null) ?? undefined;
  }
  return (metatype?.prototype as object | undefined) ?? undefined;
}

function refuseSecond(name: string, one: Wrapper, other: Wrapper): never {
  const modules = [one, other].map(({ host }) => host?.name ?? "a module").join(" and ");
  throw new InvalidOptionError(
    "handler",
    `${name} is provided twice, by ${modules}: each event would be handled twice. Export it from one and import that.`,
  );
}
