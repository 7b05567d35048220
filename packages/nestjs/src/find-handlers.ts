import { ContextIdFactory } from "@nestjs/core";
import { InvalidOptionError } from "@numipay/core";
import { readMarks } from "./handler-marks.js";
import { type FoundHandler, HandlerTable, nameOf } from "./handler-table.js";
import { createInstance, type Module, type Wrapper } from "./resolve-provider.js";
import { type Sample, takeSample } from "./take-sample.js";

/**
 * Finds every decorated method of every provider and controller that Nest creates.
 *
 * @throws InvalidOptionError naming the class when it would handle each event twice or not at all
 */
export async function findHandlers(modules: readonly Module[]): Promise<FoundHandler[]> {
  const table = new HandlerTable();
  const factories: Wrapper[] = [];
  const aliases: [Wrapper, Sample][] = [];
  for (const { providers, controllers } of modules) {
    for (const wrapper of [...providers.values(), ...controllers.values()]) {
      const sample = await takeSample(wrapper);
      if (sample === undefined) continue;
      table.cover(wrapper, sample);
      if (wrapper.isAlias) aliases.push([wrapper, sample]);
      else if (sample.kind === "factory") factories.push(wrapper);
      else
        table.add(
          wrapper,
          table.isUncertain(wrapper, sample) ? await createSample(wrapper) : sample,
        );
    }
  }
  for (const factory of factories) await addFactory(table, factory);
  // Last, so that an alias only adds what its provider does not have.
  for (const [alias, sample] of aliases) table.add(alias, sample);
  for (const { injectables } of modules) {
    for (const wrapper of injectables.values()) await rejectEnhancer(table, wrapper);
  }
  return table.handlers;
}

/** Creates an instance to inspect what its constructor assigns. */
async function createSample(wrapper: Wrapper): Promise<Sample> {
  return { kind: "instance", object: await createInstance(wrapper, ContextIdFactory.create()) };
}

/**
 * A request-scoped or transient factory reveals its class by its token, or only when called. It is called here only if a class
 * with handlers is still missing.
 */
async function addFactory(table: HandlerTable, wrapper: Wrapper): Promise<void> {
  const missing = table.missingClasses(wrapper);
  if (missing.length === 0) return table.add(wrapper, { kind: "factory", object: undefined });
  const contextId = ContextIdFactory.create();
  let object: unknown;
  try {
    object = await createInstance(wrapper, contextId);
  } catch (error) {
    // Nest also throws if a factory returned undefined.
    const isResolved = wrapper.getInstanceByContextId(contextId, wrapper.id).isResolved === true;
    if (!isResolved) rejectFactory(wrapper, missing, error);
    return table.add(wrapper, { kind: "factory", object: undefined });
  }
  const sample: Sample = { kind: "instance", object };
  table.cover(wrapper, sample);
  // Another provider of the same class already has the handlers.
  if (!table.has(sample)) table.add(wrapper, sample);
}

/** Nest creates enhancers (guards, pipes, interceptors, filters) per module, so a handler could run more than once. */
async function rejectEnhancer(table: HandlerTable, wrapper: Wrapper): Promise<void> {
  const sample = await takeSample(wrapper);
  if (sample === undefined || readMarks(sample.object).size === 0) return;
  if (table.has(sample)) return;
  throw new InvalidOptionError(
    "handler",
    `${nameOf(sample.object as object)} is a guard, pipe, interceptor or filter, so its handlers would not be called. Add it to the providers of one module.`,
  );
}

function rejectFactory({ name, host }: Wrapper, missing: object[], cause: unknown): never {
  const classes = missing.map(nameOf).join(", ");
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new InvalidOptionError(
    "handler",
    `classes cannot be found: the factory of ${String(name)} in ${host?.name ?? "a module"} failed without a request (${reason}) and may create a class with handlers: ${classes}. ` +
      "Set `provide` to the class, or make the factory work without a request, because events from reconcile have none.",
  );
}
