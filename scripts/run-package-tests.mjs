// The `test` script of a package or app, and with the argument `browser` its `test:browser`: runs its part of vitest and
// leaves vitest's report in `.reports`, which turbo keeps and restores.
import { mkdirSync, rmSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { findChromium } from "./find-chromium.mjs";
import { readMachine } from "./read-machine.mjs";
import { root } from "./run-program.mjs";
import { runVitest } from "./run-vitest.mjs";

const isTurbo = process.env.TURBO_HASH !== undefined;
const folder = relative(root, process.cwd()).replaceAll("\\", "/");
const isBrowser = process.argv[2] === "browser";
/** Why the run must not be cached, or undefined. */
async function problemWith(counts) {
  if (counts.skipped === 0) return undefined;
  const machine = await readMachine();
  if (machine === process.env.NUMIPAY_MACHINE) return undefined;
  return `Tests were skipped, and the machine changed during the run. Run them again.\n  before: ${process.env.NUMIPAY_MACHINE}\n  now:    ${machine}`;
}

async function run() {
  if (isTurbo && process.env.NUMIPAY_MACHINE === undefined) {
    return "NUMIPAY_MACHINE is missing, which makes the servers of this machine part of the cache key. Run `npm test -- tests`.";
  }
  const chromium = findChromium();
  if (isBrowser && chromium === undefined) {
    return "Skipped: Chromium is not installed (Debian: apt-get install chromium-headless-shell; or set CHROMIUM_PATH)";
  }
  const report = resolve(".reports", isBrowser ? "browser.json" : "tests.json");
  rmSync(report, { force: true });
  mkdirSync(join(report, ".."), { recursive: true });
  const project = isBrowser ? "browser" : basename(folder === "" ? "scripts" : folder);
  const { code, output, counts } = await runVitest(project, report, {
    env: isBrowser ? { CHROMIUM_PATH: chromium } : {},
    args: isBrowser ? [folder] : [],
  });
  console.log(output.trim());
  if (code !== 0) return "";
  return isTurbo ? problemWith(counts) : undefined;
}

const problem = await run();
if (problem) console.error(problem);
if (problem !== undefined) process.exitCode = 1;
