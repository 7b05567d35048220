// `npm run chaos`: every mode under every family of faults, then the mistakes that must show. See README.md.
import { parseArgs } from "node:util";
import { familyOf } from "./families.js";
import { controls, modes } from "./modes.js";
import { playCell } from "./play-cell.js";
import { createProgress } from "./progress.js";
import { problemsOf, showTable } from "./report.js";

/** Faults to be played in each cell, by size of the run. */
const sizes = { small: 12, full: 10_000 };

const { seed, full, mode: onlyMode, family: onlyFamily, faults } = readOptions();
const target = faults ?? (full ? sizes.full : sizes.small);
const cells = [...listCells(modes, {}), ...listCells(controls, { isControl: true })].filter(
  (cell) =>
    (onlyMode === undefined || cell.name === onlyMode) &&
    (onlyFamily === undefined || cell.familyName === onlyFamily),
);
if (cells.length === 0) {
  console.error("chaos: no mode has this family. `--mode` and `--family` are names of the table.");
  process.exit(2);
}
console.log(`seed ${seed}, at least ${target} faults in each line\n`);
const progress = createProgress(process.stderr, cells.length);
const results = [];
const skipped = new Set();
for (const cell of cells) {
  const missing = cell.mode.missing?.();
  if (missing !== undefined) {
    skipped.add(`Not played: ${cell.name}. ${missing}.`);
    continue;
  }
  const title = `${cell.name}, ${cell.familyName}`;
  const result = await playCell({
    mode: cell.mode,
    family: familyOf(cell.familyName),
    seed: `${seed}/${cell.name}/${cell.familyName}`,
    // A mistake shows soon, or it does not show.
    faults: cell.isControl ? Math.min(target, sizes.small) : target,
    onProgress: (share) => progress.show(results.length + share, title),
  });
  results.push({ ...cell, ...result });
}
progress.clear();
console.log(showTable(results));
for (const line of skipped) console.log(`\n${line}`);
const problems = results.flatMap(problemsOf);
for (const problem of problems) console.log(`\n${problem}`);
if (problems.length === 0) {
  const shown = results.some(({ isControl }) => isControl) ? " Every mistake showed." : "";
  console.log(`\nNothing lost, nothing twice, nothing backwards.${shown}`);
} else process.exitCode = 1;

function listCells(table, { isControl = false }) {
  return Object.entries(table).flatMap(([name, mode]) =>
    mode.families.map((familyName) => ({ name, familyName, mode, isControl })),
  );
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      full: { type: "boolean", default: false },
      faults: { type: "string" },
      mode: { type: "string" },
      family: { type: "string" },
    },
  });
  const count = values.faults === undefined ? undefined : Number(values.faults);
  if (count !== undefined && !(Number.isSafeInteger(count) && count > 0)) {
    throw new Error("--faults takes a whole number above 0.");
  }
  return { ...values, faults: count };
}
