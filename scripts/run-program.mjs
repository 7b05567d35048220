// Starts other programs: with their output kept, or with the terminal handed over to them.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** What every program here runs with: the workspace's own tools first, and no tool that phones home. */
export const quietEnvironment = /** @type {NodeJS.ProcessEnv} */ ({
  ...process.env,
  PATH: [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter),
  DO_NOT_TRACK: "1",
  TURBO_TELEMETRY_DISABLED: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
  npm_config_update_notifier: "false",
  NO_COLOR: "1",
  // Node warns when both are set, and some terminals set the other one.
  FORCE_COLOR: undefined,
});

/** The tools whose package has another name. */
const packageOf = { redocly: "@redocly/cli", tsc: "typescript" };

/** The file of an installed tool: run with Node itself it works on Windows too. */
export function toolPath(name) {
  const folder = join(root, "node_modules", packageOf[name] ?? name);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[name]);
}

/**
 * Runs a program to its end. A program that cannot be started is a failure like any other.
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number | null, output: string }>}
 */
export function runProgram(command, args, options = {}) {
  const { cwd = root, env = quietEnvironment, timeoutMs } = options;
  return new Promise((settle) => {
    const child = spawn(command, args, {
      cwd,
      env,
      timeout: timeoutMs,
      killSignal: "SIGKILL",
      stdio: ["ignore", "pipe", "pipe"],
      shell: ["npm", "npx", "pnpm"].includes(command) && process.platform === "win32",
    });
    let output = "";
    // Some tools color their output regardless of options.
    const keep = (chunk) => (output += stripVTControlCharacters(chunk));
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.on("error", (error) => settle({ code: 127, output: error.message }));
    child.on("close", (code) => settle({ code, output }));
  });
}

/** Runs a Node script with the terminal's input and output, and ends this process as that one ends. */
export function handOver(script, args) {
  const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
  // At a terminal Ctrl-C reaches the child as well. This process only has to outlive it.
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (signal === "SIGINT" ? 2 : 15);
  });
}
