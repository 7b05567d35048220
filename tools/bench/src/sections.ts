import type { RunOptions, Section } from "./section.js";

type Measure = (options: RunOptions) => Section | Promise<Section>;

/** Loaded one at a time, so that the peers of a section are in memory only while they are measured. */
export const sections: Record<string, () => Promise<Measure>> = {
  verify: async () => (await import("./verify/measure-verify.js")).measureVerify,
  adapters: async () => (await import("./adapters/measure-adapters.js")).measureAdapters,
  import: async () => (await import("./import/measure-import.js")).measureImport,
  sandbox: async () => (await import("./sandbox/measure-sandbox.js")).measureSandbox,
  engines: async () => (await import("./engines/measure-engines.js")).measureEngines,
  outgoing: async () => (await import("./outgoing/measure-outgoing.js")).measureOutgoing,
  telemetry: async () => (await import("./telemetry/measure-telemetry.js")).measureTelemetry,
  size: async () => (await import("./size/measure-size.js")).measureSize,
};
