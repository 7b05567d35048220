// `npm run matrix`: the conformance suite on every framework and runtime, and the runtime tests. See README.md.
import { parseArgs } from "node:util";
import { isRegistryReachable } from "./fetch-runtime.js";
import { frameworks } from "./frameworks.js";
import { listExceptions } from "./list-exceptions.js";
import { runMatrix } from "./run-matrix.js";
import { apps } from "./runtime-tests/apps.js";
import { quickRuntimes, runtimes } from "./runtimes.js";
import { toAppTables, toFailures, toNotRun, toSummary, toTables } from "./table.js";
import { writePage } from "./write-page.js";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    adapter: { type: "string", default: "" },
    quick: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const { quick: isQuick } = options;
if (options.write && (options.only !== "" || options.adapter !== "" || isQuick)) {
  console.error("--write needs all results. Remove --only, --adapter and --quick.");
  process.exit(2);
}

const rows = await runMatrix({
  runtimes: startingWith(isQuick ? quickRuntimes : runtimes, options.only),
  frameworks: isQuick ? [] : startingWith(frameworks, options.adapter),
  // What has to be built takes too long for the short form.
  apps: startingWith(
    isQuick ? apps.filter(({ builds, isQuick: fast }) => builds === undefined || fast) : apps,
    options.adapter,
  ),
  onProgress(step) {
    if (process.stdout.isTTY) process.stdout.write(`\r\u001B[K${step} …`);
  },
});
if (process.stdout.isTTY) process.stdout.write("\r\u001B[K");

const failures = toFailures(rows);
const parts = [
  toTables(rows),
  toAppTables(rows),
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

const missing = rows.filter(
  ({ notRun, kind }) => notRun !== undefined && (isQuick || kind !== "remote"),
);
const isFailed = isEmpty || failures.length > 0;
const isCi = process.env["CI"] === "true";
// Still a failure, so that turbo does not cache it; `npm test` reads the word.
if (isQuick && !isFailed && missing.length > 0 && !(await isRegistryReachable())) {
  console.log("\nSkipped: npm did not reach the registry, which the apps are installed from");
}
process.exitCode = isFailed || (missing.length > 0 && (isQuick || isCi)) ? 1 : 0;

function startingWith<Named extends { name: string }>(
  list: readonly Named[],
  start: string,
): Named[] {
  return list.filter(({ name }) => name.toLowerCase().startsWith(start.toLowerCase()));
}
