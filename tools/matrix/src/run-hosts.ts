import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { knownExceptionsOf } from "./known-exceptions.js";
import { createRemoteAdapter } from "./remote-adapter.js";
import { startRemoteServer } from "./remote-server.js";
import { runSuite, type SuiteResult } from "./run-suite.js";
import type { RemoteRuntime } from "./runtimes.js";

const run = promisify(execFile);
const timeoutMs = 300_000;
const suiteOnNode = fileURLToPath(new URL("suite-on-node.js", import.meta.url));

/** The adapter that runs on every runtime. */
export const webHandler = "Web handler";

/**
 * Runs the suite on a Node, in one process.
 *
 * @param path the program of that Node
 * @param hosts the URL of the module that has the hosts
 */
export async function runOnNode(path: string, hosts: string): Promise<SuiteResult[]> {
  const { stdout } = await run(path, [suiteOnNode, hosts], { timeout: timeoutMs });
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as SuiteResult);
}

export interface RemoteOptions {
  path: string;
  /** The name and version of the runtime. */
  title: string;
}

/** Runs the suite here, against a server on another runtime. */
export async function runOnRemote(
  program: RemoteRuntime["program"],
  { path, title }: RemoteOptions,
): Promise<SuiteResult[]> {
  const server = await startRemoteServer(program, path);
  const { adapter, close } = await createRemoteAdapter(server.origin);
  try {
    const result = await runSuite({
      adapter: webHandler,
      setup: "no body parser",
      server: adapter,
      knownExceptions: knownExceptionsOf(title),
    });
    return [result];
  } finally {
    close();
    server.close();
  }
}
