// @ts-check
import type { Runtime } from "./runtimes.js";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The folder of programs that npx made is the first of the PATH that it hands on. */
const printFolder = "process.env.PATH.split(require('node:path').delimiter)[0]";

/**
 * Fetches a runtime, or finds it where npx keeps it.
 *
 * @returns rejects with a sentence that says why it cannot be run
 */
export async function fetchRuntime({
  install,
  program,
}: Runtime): Promise<{ program: string; version: string }> {
  const path = join(await fetchPackages([install]), program);
  return { program: path, version: await ask(path, ["--version"]) };
}

/**
 * Fetches packages of the registry together, or finds them where npx keeps them.
 *
 * @param flags of npx
 * @returns the folder of their programs
 */
export function fetchPackages(
  packages: readonly string[],
  flags: readonly string[] = [],
): Promise<string> {
  const wanted = packages.flatMap((one) => ["-p", one]);
  const args = ["-y", "--prefer-offline", ...flags, ...wanted, "node", "-p", printFolder];
  return ask("npx", args);
}

/** The last line of what a program prints, or the first that tells what went wrong. */
async function ask(program, args) {
  const windows = process.platform === "win32";
  try {
    const { stdout } = await run(program, args, { timeout: 180_000, shell: windows });
    const lines = stdout.trim().split("\n");
    // `deno --version` tells of its engine as well.
    return (args[0] === "--version" ? lines[0] : lines.at(-1)) ?? "";
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string };
    const [cause = message.split("\n")[0]] = stderr
      .split("\n")
      .filter((line) => /error/i.test(line) && !line.startsWith("npm error code"))
      .map((line) => line.replace(/^npm error (?:[a-z]+ )?(?=[A-Z])/, ""));
    throw new Error(String(cause).trim(), { cause: error });
  }
}
