// Makes a fresh clone ready: the packages of the lockfile, and every package built.
// With both in place it works without a network and takes about a second.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { fetchPnpm, readPinOf } from "./fetch-pnpm.mjs";
import { quietEnvironment, root, runProgram, toolPath } from "./run-program.mjs";

/** A failure whose message says what to do: no stack is printed. */
export class SetupError extends Error {
  name = "SetupError";
}

/** From these on, `require()` loads an ES module, which the packages promise to CommonJS callers. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split(".").map(Number);
  const isSupported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (isSupported) return;
  throw new SetupError(
    `Numipay does not support Node ${version}: it needs Node 20.19 or newer of Node 20, or 22.12 or newer. ` +
      "Install it from https://nodejs.org, or run `nvm use` (.node-version names the version).",
  );
}

/** pnpm keeps a copy of the lockfile it installed from; the same bytes mean there is nothing to do. */
export function isInstalled(folder = root) {
  const installed = join(folder, "node_modules", ".pnpm", "lock.yaml");
  if (!existsSync(installed)) return false;
  return readFileSync(installed).equals(readFileSync(join(folder, "pnpm-lock.yaml")));
}

export async function install() {
  checkNode();
  if (isInstalled()) return;
  const npm = await runProgram("npm", ["--version"]);
  if (npm.code !== 0) {
    throw new SetupError("npm was not found. It comes with Node; install Node with npm and retry.");
  }
  console.log("Installing dependencies (once; a minute or two) …");
  const folder = mkdtempSync(join(tmpdir(), "numipay-pnpm-"));
  try {
    const pnpm = await fetchPnpm(folder);
    if (pnpm.code !== 0) throw new SetupError(describeFailure(pnpm.output));
    // CI makes pnpm replace an older node_modules without asking.
    const { code, output } = await runProgram(
      process.execPath,
      [pnpm.program, "install", "--frozen-lockfile", "--reporter=append-only"],
      { env: { ...quietEnvironment, CI: "true" } },
    );
    if (code !== 0) throw new SetupError(describeFailure(output));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function describeFailure(output) {
  return (
    `${output.trim()}\n\nThe dependencies did not install. This step needs the npm registry: check ` +
    "the network, and `npm config get registry` behind a company proxy.\n" +
    `If the lockfile is out of date, run \`npx -y pnpm@${readPinOf(root).version} install\` and commit ` +
    "pnpm-lock.yaml.\nIf node_modules is damaged, delete it and run this command again."
  );
}

/** Builds the workspaces that match the filters, and their dependencies. Defaults to every workspace. */
export async function build(filters = []) {
  const { code, output } = await runProgram(process.execPath, [
    toolPath("turbo"),
    "run",
    "build",
    "--output-logs=errors-only",
    ...filters.map((filter) => `--filter=${filter}...`),
  ]);
  if (code === 0) return;
  throw new SetupError(`${output.trim()}\n\nThe build failed. The compiler's messages are above.`);
}

/** @param {string[]} [filters] workspaces to build, for example `["express-shop"]` */
export async function setup(filters) {
  await install();
  await build(filters);
}

/** Prints a failure of the setup without a stack and ends with 1; anything else is a bug and is thrown. */
export function reportSetupError(error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exit(1);
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  await setup(process.argv.slice(2)).catch(reportSetupError);
  console.log("Ready.");
}
