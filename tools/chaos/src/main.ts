// `npm run chaos`: runs every mode under every family of faults, and the negative controls. See README.md.
import { setMaxListeners } from "node:events";
import { writeFileSync } from "node:fs";
import { findProblems } from "./command/find-problems.js";
import { listScenarios } from "./command/list-scenarios.js";
import { createProgress } from "./command/progress.js";
import { isQuick } from "./command/quick-scenarios.js";
import { readOptions } from "./command/read-options.js";
import { summarizeInterruptions, summarizeTime, summarizeVariants } from "./command/summary.js";
import { createTable } from "./command/table.js";
import { faultFamilies } from "./scenarios/fault-families.js";
import { runOutage } from "./scenarios/run-outage.js";
import { runScenario } from "./scenarios/run-scenario.js";
import { runSocketErrors } from "./scenarios/run-socket-errors.js";
import type { RunOptions, RunResult, Scenario, ScenarioResult } from "./scenarios/scenario.js";

/** A negative control shows its defect soon or not at all. */
const mostControlFaults = 200;
/** With fewer, a defect could stay hidden by chance and fail the run. */
const fewestControlFaults = 60;

const options = readOptions();
const scenarios = listScenarios().filter(
  (scenario) =>
    (!options.quick || isQuick(scenario)) &&
    (options.mode === undefined || scenario.name === options.mode) &&
    (options.family === undefined || scenario.familyName === options.family),
);
if (scenarios.length === 0) {
  console.error("chaos: no scenario matches. Use names from the table for --mode and --family.");
  process.exit(2);
}
const interrupted = listenForInterrupt();
const startedAt = performance.now();
console.log(`Seed ${options.seed}, at least ${options.faults} faulted changes per scenario\n`);
const progress = createProgress(process.stderr, scenarios.length);
const table = createTable(scenarios);
console.log(table.head);
const results: ScenarioResult[] = [];
const skipped = new Set<string>();
/** Scenarios that failed to run. They do not stop the others. */
const failures: string[] = [];
const waiting = [...scenarios];
await Promise.all(Array.from({ length: options.atOnce }, runWaiting));
for (const line of skipped) console.log(`\n${line}`);
const summaries = [...summarizeInterruptions(results), ...summarizeVariants(results)];
console.log(`\n${summaries.join("\n")}`);
console.log(summarizeTime(results, { ...options, ms: performance.now() - startedAt }));
const problems = [...failures, ...results.flatMap(findProblems)];
// In CI, a missing database must fail the build.
if (process.env["CI"] === "true" && skipped.size > 0) {
  problems.push("Scenarios were skipped. With CI=true, every scenario must run.");
}
for (const problem of problems) console.log(`\n${problem}`);
if (results.length === 0) console.log("\nNo scenario ran, so nothing is proven.");
else if (problems.length === 0) {
  const hasControls = results.some(({ isControl }) => isControl);
  const detected = hasControls ? " Every negative control was detected." : "";
  console.log(`\nNo change was lost, doubled or regressed, and both oracles agree.${detected}`);
}
if (problems.length > 0) process.exitCode = 1;

/** Runs one scenario after another until none is left. */
async function runWaiting(): Promise<void> {
  for (let scenario = waiting.shift(); scenario !== undefined; scenario = waiting.shift()) {
    const missing = scenario.mode.missing?.();
    if (missing !== undefined) {
      skipped.add(`Skipped ${scenario.name}: ${missing}.`);
      continue;
    }
    const result = await run(scenario);
    progress.clear();
    if (result === undefined) continue;
    results.push({ ...scenario, ...result });
    console.log(table.row({ ...scenario, ...result }));
    if (options.json !== undefined) {
      writeFileSync(options.json, `${JSON.stringify(results, undefined, 2)}\n`);
    }
  }
}

/** Runs a scenario. Returns undefined if it failed to run. */
async function run({
  name,
  familyName,
  mode,
  isControl,
}: Scenario): Promise<RunResult | undefined> {
  const { seed, faults } = options;
  const title = `${name}, ${familyName}`;
  const controlFaults = Math.min(Math.max(faults, fewestControlFaults), mostControlFaults);
  const runOptions: RunOptions = {
    mode,
    family: faultFamilies[familyName],
    seed: `${seed}/${name}/${familyName}`,
    faults: isControl ? controlFaults : Math.min(faults, mode.mostFaults ?? Infinity),
    onProgress: (share) => progress.show(results.length + share, title),
    signal: interrupted,
  };
  try {
    if (familyName === "outage") return await runOutage(runOptions);
    if (familyName === "socket error after sending") return await runSocketErrors(runOptions);
    return await runScenario(runOptions);
  } catch (error) {
    progress.clear();
    if (interrupted.aborted) {
      console.log("\nInterrupted. All receivers and stores have been closed.");
      process.exit(130);
    }
    console.log(`\n${title}: failed to run.\n`);
    failures.push(`${title}: ${error instanceof Error ? error.stack : String(error)}`);
    return undefined;
  }
}

/** Aborts the returned signal at the first Ctrl-C, so that scenarios close what they started. A second one exits. */
function listenForInterrupt(): AbortSignal {
  const interrupt = new AbortController();
  // Each scenario adds a listener.
  setMaxListeners(0, interrupt.signal);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interrupt.abort());
  return interrupt.signal;
}
