// @ts-check
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { fetchRuntime } from "./fetch-runtime.js";
import { holesOf } from "./holes.js";
import { createRemoteAdapter } from "./remote-adapter.js";
import { startRemoteServer } from "./remote-server.js";
import { runBattery } from "./run-battery.js";
import { runtimes } from "./runtimes.js";
import { toFailures, toHoles, toTable } from "./table.js";
import { writePage } from "./write-page.js";

const run = promisify(execFile);
const { values: wanted } = parseArgs({
  options: { only: { type: "string" }, write: { type: "boolean", default: false } },
});

/** @typedef {import("./table.js").Row} Row */

/** @type {(runtime: import("./runtimes.js").Runtime) => Promise<Row[]>} */
async function rowsOf(runtime) {
  const { name, battery } = runtime;
  const adapter = battery === "node" ? "all" : "Web handler";
  const found = await fetchRuntime(runtime).catch((error) => String(error.message));
  if (typeof found === "string") {
    return [{ runtime: name, adapter, notRun: found, isOptional: battery !== "node" }];
  }
  const title = `${name.replace(/ [\d.]+$/, "")} ${versionIn(found.version)}`;
  const runOn = battery === "node" ? onNode : onRemote;
  const tallies = await runOn(found.program, runtime).catch((error) => [
    {
      adapter,
      passed: 0,
      failed: [{ name: "the battery starts", message: error.message }],
      holes: [],
    },
  ]);
  return tallies.map((tally) => ({ runtime: title, adapter: tally.adapter, tally }));
}

const versionIn = (text) => /\d[\w.-]+/.exec(text)?.[0] ?? text;

/** @typedef {import("./run-battery.js").Tally} Tally */

/** @type {(program: string) => Promise<Tally[]>} */
async function onNode(program) {
  const script = fileURLToPath(new URL("battery-on-node.js", import.meta.url));
  const { stdout } = await run(program, [script], { timeout: 300_000 });
  return stdout
    .trim()
    .split("\n")
    .map((line) => /** @type {Tally} */ (JSON.parse(line)));
}

/** @type {(program: string, runtime: import("./runtimes.js").Runtime) => Promise<Tally[]>} */
async function onRemote(program, { program: name }) {
  const server = await startRemoteServer(name, program);
  const { adapter, close } = await createRemoteAdapter(server.origin);
  try {
    return [await runBattery("Web handler", adapter, holesOf[name])];
  } finally {
    close();
    server.close();
  }
}

/** @type {Row[]} */
const rows = [];
for (const runtime of runtimes) {
  if (wanted.only !== undefined && !runtime.name.toLowerCase().startsWith(wanted.only)) continue;
  if (process.stdout.isTTY) process.stdout.write(`${runtime.name} …\r`);
  rows.push(...(await rowsOf(runtime)));
}

const failures = toFailures(rows);
const missing = rows.filter(({ notRun, isOptional }) => notRun !== undefined && !isOptional);
console.log(
  [toTable(rows), toHoles(rows).join("\n"), failures.join("\n")].filter(Boolean).join("\n\n"),
);
if (wanted.write) await writePage(rows, new Date());
process.exitCode =
  failures.length > 0 || (missing.length > 0 && process.env["CI"] === "true") ? 1 : 0;
