// `npm run chaos`: every mode under every family of faults, then the negative controls, which must show. See README.md.
import { setMaxListeners } from "node:events";
import { writeFileSync } from "node:fs";
import { familyOf } from "./play/families.js";
import { controls, modes } from "./play/modes.js";
import { playCell } from "./play/play-cell.js";
import { playOutage } from "./play/play-outage.js";
import { playSocketErrors } from "./play/play-socket-errors.js";
import { createProgress } from "./command/progress.js";
import { isQuick } from "./command/quick-cells.js";
import { readOptions } from "./command/read-options.js";
import { problemsOf } from "./command/problems.js";
import { showEstimate, showHits, showPlays, toTable } from "./command/report.js";

/** Changes to be faulted in each cell, by size of the run. */
const sizes = { small: 12, full: 10_000 };
/** A negative control shows soon, or it does not show. */
const mostForControl = 200;
/** With fewer, chance could hide it, and the run would fail for that. */
const fewestForControl = 60;

/** Families that are played in another way than the rest. */
const playOf = { outage: playOutage, "socket error after sending": playSocketErrors };

const { seed, full, quick, mode: onlyMode, family: onlyFamily, faults, json } = readOptions();
const target = faults ?? (full ? sizes.full : sizes.small);
const cells = [...listCells(modes, {}), ...listCells(controls, { isControl: true })].filter(
  (cell) =>
    (!quick || isQuick(cell)) &&
    (onlyMode === undefined || cell.name === onlyMode) &&
    (onlyFamily === undefined || cell.familyName === onlyFamily),
);
if (cells.length === 0) {
  console.error("chaos: no mode has this family. `--mode` and `--family` are names of the table.");
  process.exit(2);
}
const interrupted = listenForInterrupt();
const startedAt = performance.now();
console.log(`seed ${seed}, at least ${target} faulted changes in each line\n`);
const progress = createProgress(process.stderr, cells.length);
const table = toTable(cells);
console.log(table.head);
const results = [];
const skipped = new Set();
/** Lines that came to no end. The others are worth their hour all the same. */
const broken = [];
for (const cell of cells) {
  const missing = cell.mode.missing?.();
  if (missing !== undefined) {
    skipped.add(`Not played: ${cell.name}. ${missing}.`);
    continue;
  }
  const title = `${cell.name}, ${cell.familyName}`;
  const played = (playOf[cell.familyName] ?? playCell)({
    mode: cell.mode,
    family: familyOf(cell.familyName),
    seed: `${seed}/${cell.name}/${cell.familyName}`,
    faults: cell.isControl ? Math.min(Math.max(target, fewestForControl), mostForControl) : target,
    onProgress: (share) => progress.show(results.length + share, title),
    signal: interrupted,
  });
  const result = await played.catch((error) => notPlayed(title, error));
  progress.clear();
  if (result === undefined) continue;
  results.push({ ...cell, ...result });
  console.log(table.row(results[results.length - 1]));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(results, undefined, 2)}\n`);
}
for (const line of skipped) console.log(`\n${line}`);
console.log(`\n${[showHits(results), showPlays(results)].filter(Boolean).join("\n")}`);
console.log(showEstimate(results, { target, full: sizes.full, ms: performance.now() - startedAt }));
const problems = [...broken, ...results.flatMap(problemsOf)];
// A build server that lost its database must not be green.
if (process.env.CI === "true" && skipped.size > 0) problems.push("With CI=true all are played.");
for (const problem of problems) console.log(`\n${problem}`);
if (results.length === 0) console.log("\nNothing was played, and nothing is proven.");
else if (problems.length === 0) {
  const hasControls = results.some(({ isControl }) => isControl);
  const shown = hasControls ? " Every negative control showed." : "";
  console.log(`\nNothing lost, nothing twice, nothing backwards; both oracles agree.${shown}`);
}
if (problems.length > 0) process.exitCode = 1;

function listCells(list, { isControl = false }) {
  return Object.entries(list).flatMap(([name, mode]) =>
    mode.families.map((familyName) => ({ name, familyName, mode, isControl })),
  );
}

/** The first Ctrl-C has the cell close what it started; a second one ends at once. */
function listenForInterrupt() {
  const interrupt = new AbortController();
  // One for each line.
  setMaxListeners(0, interrupt.signal);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interrupt.abort());
  return interrupt.signal;
}

/** All of the line is closed. What fails because of an interrupt is no news. */
function notPlayed(title, error) {
  progress.clear();
  if (interrupted.aborted) {
    console.log("\nInterrupted: receivers and stores are closed, and nothing of them is left.");
    process.exit(130);
  }
  console.log(`\n${title}: came to no end.\n`);
  broken.push(`${title}: ${error instanceof Error ? error.stack : String(error)}`);
}
