import { ContextIdFactory } from "@nestjs/core";
import { InvalidOptionError } from "@numipay/core";
import { readMarks } from "./handler-marks.js";
import { type FoundHandler, HandlerTable, nameOf } from "./handler-table.js";
import { createInstance, type Module, type Wrapper } from "./resolve-provider.js";
import { type Sample, takeSample } from "./take-sample.js";

/**
 * Every marked method of every provider and controller that Nest creates.
 *
 * @throws InvalidOptionError when a class would handle each event twice or never, naming it
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
  // Last, so that an alias has only what the provider behind it lacks.
  for (const [alias, sample] of aliases) table.add(alias, sample);
  for (const { injectables } of modules) {
    for (const wrapper of injectables.values()) await refuseEnhancer(table, wrapper);
  }
  return table.handlers;
}

/** What a class' constructor makes of it. */
async function createSample(wrapper: Wrapper): Promise<Sample> {
  return { kind: "instance", object: await createInstance(wrapper, ContextIdFactory.create()) };
}

/**
 * The class that a request-scoped or transient factory creates is its token, or is seen only when it is created. That is
 * done here where a class with handlers is still missing.
 */
async function addFactory(table: HandlerTable, wrapper: Wrapper): Promise<void> {
  const missing = table.missingClasses(wrapper);
  if (missing.length === 0) return table.add(wrapper, { kind: "factory", object: undefined });
  const contextId = ContextIdFactory.create();
  let object: unknown;
  try {
    object = await createInstance(wrapper, contextId);
  } catch (error) {
    // Nest throws too when a factory returned nothing.
    const isNothing = wrapper.getInstanceByContextId(contextId, wrapper.id).isResolved === true;
    if (!isNothing) refuseUnknown(wrapper, missing, error);
    return table.add(wrapper, { kind: "factory", object: undefined });
  }
  const sample: Sample = { kind: "instance", object };
  table.cover(wrapper, sample);
  // It returned what another provider creates, or is a second one of its class: the first has the handlers.
  if (!table.has(sample)) table.add(wrapper, sample);
}

/** Nest creates guards, pipes, interceptors and filters once for each module: their methods would be called more than once. */
async function refuseEnhancer(table: HandlerTable, wrapper: Wrapper): Promise<void> {
  const sample = await takeSample(wrapper);
  if (sample === undefined || readMarks(sample.object).size === 0) return;
  if (table.has(sample)) return;
  throw new InvalidOptionError(
    "handler",
    `${nameOf(sample.object as object)} is a guard, pipe, interceptor or filter, and its handlers would not be called. Add it to the providers of one module.`,
  );
}

function refuseUnknown({ name, host }: Wrapper, missing: object[], cause: unknown): never {
  const classes = missing.map(nameOf).join(", ");
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new InvalidOptionError(
    "handler",
    `the factory of ${String(name)} in ${host?.name ?? "a module"} failed without a request (${reason}), so it is unknown whether it creates a class with handlers: ${classes}. ` +
      "Use the class as `provide`, or let the factory work without a request: events of the reconciler have none.",
  );
}
