// @ts-check
import { availableParallelism } from "node:os";
import { fetchRuntime } from "./fetch-runtime.js";
import { everywhere, runOnNode, runOnRemote } from "./run-hosts.js";

/** @typedef {import("./table.js").Row} Row */
/** @typedef {import("./run-battery.js").Summary} Summary */
/** @typedef {{ title: string, runtime: import("./runtimes.js").Runtime, adapter: string, run: () => Promise<Summary[]> }} Job */

/**
 * Runs the battery in every host on every runtime.
 *
 * @param {readonly import("./runtimes.js").Runtime[]} runtimes
 * @param {readonly import("./families.js").Family[]} families
 * @param {(step: string) => void} onStep is told what is done next
 * @returns {Promise<Row[]>} in the order of the lists
 */
export async function runMatrix(runtimes, families, onStep) {
  /** @type {Row[]} */
  const notRun = [];
  /** @type {{ name: string, hosts: string }[]} */
  const found = [];
  const isOnNode = runtimes.some(({ battery }) => battery === "node");
  for (const { name, findHosts } of isOnNode ? families : []) {
    onStep(name);
    try {
      found.push({ name, hosts: await findHosts() });
    } catch (error) {
      notRun.push({ runtime: "Node", adapter: name, battery: "node", notRun: messageOf(error) });
    }
  }

  /** @type {Job[]} */
  const jobs = [];
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

/**
 * Several at once: on Node each is a process of its own.
 *
 * @param {readonly Job[]} jobs
 * @param {(step: string) => void} onStep
 */
async function runJobs(jobs, onStep) {
  /** @type {Row[][]} */
  const rows = [];
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

/** @type {(job: Job) => Promise<Row[]>} */
async function rowsOf({ title, runtime: { battery }, adapter, run: runJob }) {
  /** @type {(error: unknown) => Summary[]} */
  const asFailure = (error) => [
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
