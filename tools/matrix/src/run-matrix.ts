// @ts-check
import type { Row } from "./table.js";
import type { Summary } from "./run-battery.js";
import type { Runtime } from "./runtimes.js";
import type { Family } from "./families.js";
import { availableParallelism } from "node:os";
import { fetchRuntime } from "./fetch-runtime.js";
import { everywhere, runOnNode, runOnRemote } from "./run-hosts.js";

export interface Job {
  title: string;
  runtime: Runtime;
  adapter: string;
  run: () => Promise<Summary[]>;
}

/**
 * Runs the battery in every host on every runtime.
 *
 * @param onStep is told what is done next
 * @returns in the order of the lists
 */
export async function runMatrix(
  runtimes: readonly Runtime[],
  families: readonly Family[],
  onStep: (step: string) => void,
): Promise<Row[]> {
  const notRun: Row[] = [];
  const found: { name: string; hosts: string }[] = [];
  const isOnNode = runtimes.some(({ battery }) => battery === "node");
  for (const { name, findHosts } of isOnNode ? families : []) {
    onStep(name);
    try {
      found.push({ name, hosts: await findHosts() });
    } catch (error) {
      notRun.push({ runtime: "Node", adapter: name, battery: "node", notRun: messageOf(error) });
    }
  }

  const jobs: Job[] = [];
  for (const runtime of runtimes) {
    const { name, battery } = runtime;
    onStep(name);
    try {
      const { program, version } = await fetchRuntime(runtime);
      const title = `${name.replace(/ [\d.]+$/, "")} ${/\d[\w.-]+/.exec(version)?.[0] ?? version}`;
      if (battery === "node") {
        for (const { name: adapter, hosts } of found)
          jobs.push({ title, runtime, adapter, run: () => runOnNode(program, hosts) });
      } else if (families.some((family) => family.name === everywhere)) {
        jobs.push({ title, runtime, adapter: everywhere, run: () => runOnRemote(name, program) });
      }
    } catch (error) {
      notRun.push({ runtime: name, adapter: "all", battery, notRun: messageOf(error) });
    }
  }
  return [...(await runJobs(jobs, onStep)), ...notRun];
}

/** Several at once: on Node each is a process of its own. */
async function runJobs(jobs: readonly Job[], onStep: (step: string) => void) {
  const rows: Row[][] = [];
  const waiting = [...jobs.entries()];
  const work = async () => {
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
      const [at, job] = entry;
      onStep(`${job.adapter} on ${job.title}, ${at + 1} of ${jobs.length}`);
      rows[at] = await rowsOf(job);
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));
  return rows.flat();
}

async function rowsOf({ title, runtime: { battery }, adapter, run: runJob }): Promise<Row[]> {
  const asFailure: (error: unknown) => Summary[] = (error) => [
    {
      adapter,
      situation: "",
      passed: 0,
      failed: [{ name: "the battery starts", message: messageOf(error) }],
      holes: [],
    },
  ];
  const tallies = await runJob().catch(asFailure);
  return tallies.map((tally) => ({ runtime: title, adapter: tally.adapter, battery, tally }));
}

const messageOf = (error) => (error instanceof Error ? error.message : String(error));
