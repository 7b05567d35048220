// @ts-check
import { parseArgs } from "node:util";
import { families } from "./families.js";
import { runMatrix } from "./run-matrix.js";
import { runtimes } from "./runtimes.js";
import { toFailures, toNotRun, toSummary, toTables } from "./table.js";
import { toHoles } from "./to-holes.js";
import { writePage } from "./write-page.js";

const { values: wanted } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    adapter: { type: "string", default: "" },
    write: { type: "boolean", default: false },
  },
});

if (wanted.write && (wanted.only !== "" || wanted.adapter !== "")) {
  console.error("The page tells of everything: --write goes without --only and --adapter.");
  process.exit(1);
}

const choose: <Named extends { name: string }>(list: readonly Named[], start: string) => Named[] = (
  list,
  start,
) => list.filter(({ name }) => name.toLowerCase().startsWith(start.toLowerCase()));

const rows = await runMatrix(
  choose(runtimes, wanted.only),
  choose(families, wanted.adapter),
  (step) => {
    if (process.stdout.isTTY) process.stdout.write(`\r\u001B[K${step} …`);
  },
);
if (process.stdout.isTTY) process.stdout.write("\r\u001B[K");

const failures = toFailures(rows);
const parts = [toTables(rows), toSummary(rows), toHoles(rows), ...toNotRun(rows), ...failures];
const isEmpty = rows.length === 0;
console.log(
  isEmpty
    ? "No adapter of that name runs on a runtime of that name."
    : parts.filter((part) => part !== "").join("\n\n"),
);
if (wanted.write) await writePage(rows, new Date());

const isMissing = rows.some(({ notRun, battery }) => notRun !== undefined && battery === "node");
const isRed = isEmpty || failures.length > 0 || (isMissing && process.env["CI"] === "true");
process.exitCode = isRed ? 1 : 0;
