import { once } from "node:events";
import { parseArgs } from "node:util";

export interface DemoOptions {
  port: number;
  /** Exit after the scenarios, also in a terminal. */
  isOnce: boolean;
}

/** Reads `--once` and `--port`. The port defaults to `PORT`, then to any free one. */
export function readDemoOptions(args: string[] = process.argv.slice(2)): DemoOptions {
  const { values } = parseArgs({
    args,
    options: { once: { type: "boolean", default: false }, port: { type: "string" } },
  });
  const port = Number(values.port ?? process.env["PORT"] ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error("--port (or PORT) must be a number from 0 to 65535. 0 picks a free port.");
  }
  return { port, isOnce: values.once };
}

/** Runs a demo. Prints an error's message without its stack and sets the exit code to 1. */
export async function runDemoProgram(demo: () => Promise<void>): Promise<void> {
  try {
    await demo();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

/** Resolves on Ctrl-C or SIGTERM. */
export async function untilInterrupted(): Promise<void> {
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}
