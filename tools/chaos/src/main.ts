// `npm run chaos`: runs every mode under every family of faults, and the negative controls. See README.md.
import { setMaxListeners } from "node:events";
import { writeFileSync } from "node:fs";
import { findPayoutProblems } from "./command/find-payout-problems.js";
import { findProblems } from "./command/find-problems.js";
import { listPayoutScenarios, listScenarios } from "./command/list-scenarios.js";
import { summarizePayouts } from "./command/payout-summary.js";
import { createProgress } from "./command/progress.js";
import { isQuick, isQuickPayout } from "./command/quick-scenarios.js";
import { readOptions } from "./command/read-options.js";
import { runScenarios } from "./command/run-scenarios.js";
import { summarizeInterruptions, summarizeTime, summarizeVariants } from "./command/summary.js";
import { changeColumns, createTable, payoutColumns } from "./command/table.js";
import { faultFamilies } from "./scenarios/fault-families.js";
import { payoutFamilies } from "./scenarios/payout-families.js";
import type { PayoutResult, PayoutScenario } from "./scenarios/payout-scenario.js";
import { runOutage } from "./scenarios/run-outage.js";
import { runPayouts } from "./scenarios/run-payouts.js";
import { runScenario } from "./scenarios/run-scenario.js";
import { runSocketErrors } from "./scenarios/run-socket-errors.js";
import type { RunOptions, RunResult, Scenario } from "./scenarios/scenario.js";

/** A negative control shows its defect soon or not at all. */
const mostControlFaults = 200;
/** With fewer, a defect could stay hidden by chance and fail the run. */
const fewestControlFaults = 60;

const options = readOptions();
const isSelected = ({ name, familyName }: { name: string; familyName: string }) =>
  (options.mode === undefined || name === options.mode) &&
  (options.family === undefined || familyName === options.family);
const scenarios = listScenarios().filter(
  (scenario) => (!options.quick || isQuick(scenario)) && isSelected(scenario),
);
const payoutScenarios = listPayoutScenarios().filter(
  (scenario) => (!options.quick || isQuickPayout(scenario)) && isSelected(scenario),
);
const total = scenarios.length + payoutScenarios.length;
if (total === 0) {
  console.error("chaos: no scenario matches. Use names from the tables for --mode and --family.");
  process.exit(2);
}
const interrupted = listenForInterrupt();
const startedAt = performance.now();
console.log(`Seed ${options.seed}, at least ${options.faults} faulted changes per scenario\n`);
const shared = {
  progress: createProgress(process.stderr, total),
  atOnce: options.atOnce,
  isInterrupted: () => interrupted.aborted,
};
const incoming = await runScenarios({
  ...shared,
  scenarios,
  table: createTable(scenarios, changeColumns),
  run: runWebhooks,
  done: 0,
  onResult: writeResults,
});
if (scenarios.length > 0 && payoutScenarios.length > 0) console.log("");
const outgoing = await runScenarios({
  ...shared,
  scenarios: payoutScenarios,
  table: createTable(payoutScenarios, payoutColumns),
  run: runPayoutScenario,
  done: scenarios.length,
  onResult: (results) => writeResults([...incoming.results, ...results]),
});
const results = [...incoming.results, ...outgoing.results];
const skipped = new Set([...incoming.skipped, ...outgoing.skipped]);
for (const line of skipped) console.log(`\n${line}`);
const summaries = [
  ...summarizeInterruptions(incoming.results),
  ...summarizeVariants(incoming.results),
  ...summarizePayouts(outgoing.results),
];
console.log(`\n${summaries.join("\n")}`);
console.log(summarizeTime(results, { ...options, ms: performance.now() - startedAt }));
const problems = [
  ...incoming.failures,
  ...outgoing.failures,
  ...incoming.results.flatMap(findProblems),
  ...outgoing.results.flatMap(findPayoutProblems),
];
// In CI, a missing database must fail the build.
if (process.env["CI"] === "true" && skipped.size > 0) {
  problems.push("Scenarios were skipped. With CI=true, every scenario must run.");
}
for (const problem of problems) console.log(`\n${problem}`);
if (results.length === 0) console.log("\nNo scenario ran, so nothing is proven.");
else if (problems.length === 0) {
  const hasControls = results.some(({ isControl }) => isControl);
  const detected = hasControls ? " Every negative control was detected." : "";
  const proven = [
    ...(scenarios.length > 0
      ? ["No change was lost, doubled or regressed, and both oracles agree."]
      : []),
    ...(payoutScenarios.length > 0 ? ["No payout was lost, sent twice or refunded twice."] : []),
  ];
  console.log(`\n${proven.join(" ")}${detected}`);
}
if (problems.length > 0) process.exitCode = 1;

function writeResults(written: readonly object[]): void {
  if (options.json === undefined) return;
  writeFileSync(options.json, `${JSON.stringify(written, undefined, 2)}\n`);
}

/** How many changes to fault. */
function faultsFor({ isControl, mode }: { isControl: boolean; mode: { mostFaults?: number } }) {
  const { faults } = options;
  if (isControl) return Math.min(Math.max(faults, fewestControlFaults), mostControlFaults);
  return Math.min(faults, mode.mostFaults ?? Infinity);
}

async function runWebhooks(
  scenario: Scenario,
  onProgress: (share: number) => void,
): Promise<RunResult> {
  const { name, familyName, mode } = scenario;
  const runOptions: RunOptions = {
    mode,
    family: faultFamilies[familyName],
    seed: `${options.seed}/${name}/${familyName}`,
    faults: faultsFor(scenario),
    onProgress,
    signal: interrupted,
  };
  if (familyName === "outage") return await runOutage(runOptions);
  if (familyName === "socket error after sending") return await runSocketErrors(runOptions);
  return await runScenario(runOptions);
}

async function runPayoutScenario(
  scenario: PayoutScenario,
  onProgress: (share: number) => void,
): Promise<PayoutResult> {
  const { name, familyName, mode } = scenario;
  return await runPayouts({
    mode,
    family: payoutFamilies[familyName],
    seed: `${options.seed}/${name}/${familyName}`,
    faults: faultsFor(scenario),
    onProgress,
    signal: interrupted,
  });
}

/** Aborts the returned signal at the first Ctrl-C, so that scenarios close what they started. A second one exits. */
function listenForInterrupt(): AbortSignal {
  const interrupt = new AbortController();
  // Each scenario adds a listener.
  setMaxListeners(0, interrupt.signal);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interrupt.abort());
  return interrupt.signal;
}
