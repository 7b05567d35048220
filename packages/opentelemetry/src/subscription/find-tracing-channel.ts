import type { TracingChannel } from "node:diagnostics_channel";

/** Returns a tracing channel. Undefined on a platform without `node:diagnostics_channel`. */
export function findTracingChannel(name: string): TracingChannel<object> | undefined {
  try {
    // Not by an import, which browsers, bundlers and Workers without `nodejs_compat` could not resolve.
    const { process } = globalThis as { process?: Partial<NodeJS.Process> };
    const module = process?.getBuiltinModule?.("node:diagnostics_channel");
    return module?.tracingChannel<object>(name);
  } catch {
    return undefined;
  }
}
