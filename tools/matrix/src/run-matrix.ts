import { toMessage } from "./error-message.js";
import { fetchRuntime } from "./fetch-runtime.js";
import type { Framework } from "./frameworks.js";
import { runOnNode, runOnRemote, webHandler } from "./run-hosts.js";
import { type Job, runJobs } from "./run-jobs.js";
import type { Runtime } from "./runtimes.js";
import type { Row } from "./table.js";

interface FoundHosts {
  adapter: string;
  hosts: string;
}

/**
 * Runs the conformance suite on every host and every runtime.
 *
 * @param onProgress called with the next step
 * @returns rows in the order of the lists, and what could not be run
 */
export async function runMatrix(
  runtimes: readonly Runtime[],
  frameworks: readonly Framework[],
  onProgress: (step: string) => void,
): Promise<Row[]> {
  const notRun: Row[] = [];
  const found: FoundHosts[] = [];
  const isOnNode = runtimes.some(({ kind }) => kind === "node");
  for (const { name, findHosts } of isOnNode ? frameworks : []) {
    onProgress(name);
    try {
      found.push({ adapter: name, hosts: await findHosts() });
    } catch (error) {
      notRun.push({ runtime: "Node", adapter: name, kind: "node", notRun: toMessage(error) });
    }
  }

  const hasWebHandler = frameworks.some(({ name }) => name === webHandler);
  const jobs: Job[] = [];
  for (const runtime of runtimes) {
    onProgress(runtime.name);
    try {
      jobs.push(...(await toJobs(runtime, found, hasWebHandler)));
    } catch (error) {
      const { name, kind } = runtime;
      notRun.push({ runtime: name, adapter: "all", kind, notRun: toMessage(error) });
    }
  }
  return [...(await runJobs(jobs, onProgress)), ...notRun];
}

/** Rejects when the runtime cannot be installed. */
async function toJobs(
  runtime: Runtime,
  found: readonly FoundHosts[],
  hasWebHandler: boolean,
): Promise<Job[]> {
  const { path, version } = await fetchRuntime(runtime);
  const number = /\d[\w.-]+/.exec(version)?.[0] ?? version;
  const title = `${runtime.name.replace(/ [\d.]+$/, "")} ${number}`;
  if (runtime.kind === "node") {
    return found.map(({ adapter, hosts }) => ({
      runtime: title,
      kind: "node",
      adapter,
      run: () => runOnNode(path, hosts),
    }));
  }
  if (!hasWebHandler) return [];
  const run = () => runOnRemote(runtime.program, path);
  return [{ runtime: title, kind: "remote", adapter: webHandler, run }];
}
