// `npm run matrix`: the conformance suite on every framework and runtime. See README.md.
import { parseArgs } from "node:util";
import { frameworks } from "./frameworks.js";
import { listExceptions } from "./list-exceptions.js";
import { runMatrix } from "./run-matrix.js";
import { runtimes } from "./runtimes.js";
import { toFailures, toNotRun, toSummary, toTables } from "./table.js";
import { writePage } from "./write-page.js";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    adapter: { type: "string", default: "" },
    write: { type: "boolean", default: false },
  },
});
if (options.write && (options.only !== "" || options.adapter !== "")) {
  console.error("--write needs all results. Remove --only and --adapter.");
  process.exit(2);
}

const rows = await runMatrix(
  startingWith(runtimes, options.only),
  startingWith(frameworks, options.adapter),
  (step) => {
    if (process.stdout.isTTY) process.stdout.write(`\r\u001B[K${step} …`);
  },
);
if (process.stdout.isTTY) process.stdout.write("\r\u001B[K");

const failures = toFailures(rows);
const parts = [
  toTables(rows),
  toSummary(rows),
  listExceptions(rows),
  ...toNotRun(rows),
  ...failures,
];
const isEmpty = rows.length === 0;
console.log(
  isEmpty
    ? "No adapter with that name runs on a runtime with that name."
    : parts.filter((part) => part !== "").join("\n\n"),
);
if (options.write) await writePage(rows, new Date());

const isMissing = rows.some(({ notRun, kind }) => notRun !== undefined && kind === "node");
const isFailed = isEmpty || failures.length > 0 || (isMissing && process.env["CI"] === "true");
process.exitCode = isFailed ? 1 : 0;

function startingWith<Named extends { name: string }>(
  list: readonly Named[],
  start: string,
): Named[] {
  return list.filter(({ name }) => name.toLowerCase().startsWith(start.toLowerCase()));
}
