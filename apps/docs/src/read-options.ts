import { parseArgs } from "node:util";

/** What `npm run docs` does. */
export interface DocsOptions {
  /** Only builds the site. */
  build: boolean;
  /** Only records the timeline again. */
  record: boolean;
  port: number;
}

/** @throws Error that names the option which is unknown or invalid */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): DocsOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      build: { type: "boolean", default: false },
      record: { type: "boolean", default: false },
      port: { type: "string", default: env["PORT"] ?? "4173" },
    },
  });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new Error("--port (or PORT) must be a whole number from 0 to 65535.");
  }
  return { build: values.build, record: values.record, port };
}
