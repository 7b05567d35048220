import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const timeoutMs = 180_000;

export interface InstalledRuntime {
  path: string;
  version: string;
}

/** npx puts the folder of the installed programs first in PATH. */
const printFolder = "process.env.PATH.split(require('node:path').delimiter)[0]";

/**
 * Installs a runtime through npx, or finds it in the cache of npx.
 *
 * @param install its package
 * @param program the name of its program
 * @throws Error with the reason in one line
 */
export async function fetchRuntime(install: string, program: string): Promise<InstalledRuntime> {
  const path = join(await fetchPackages([install]), program);
  // `deno --version` prints the versions of its engines below its own.
  const [version = ""] = await readLines(path, ["--version"]);
  return { path, version };
}

/**
 * Installs packages together through npx, or finds them in the cache of npx.
 *
 * @param flags flags of npx
 * @returns the folder of their programs
 * @throws Error with the reason in one line
 */
export async function fetchPackages(
  packages: readonly string[],
  flags: readonly string[] = [],
): Promise<string> {
  const wanted = packages.flatMap((name) => ["-p", name]);
  const args = ["-y", "--prefer-offline", ...flags, ...wanted, "node", "-p", printFolder];
  return (await readLines("npx", args)).at(-1) ?? "";
}

/** Whether the registry responds. npm reports an unreachable one in many ways, such as a conflict of versions. */
export async function isRegistryReachable(): Promise<boolean> {
  const briefly = ["--prefer-online", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"];
  return readLines("npm", ["view", "typescript", "version", ...briefly]).then(
    () => true,
    () => false,
  );
}

async function readLines(program: string, args: readonly string[]): Promise<string[]> {
  const shell = process.platform === "win32";
  // In the repository, npx would return the packages of its node_modules.
  const cwd = tmpdir();
  try {
    const { stdout } = await run(program, args, { cwd, timeout: timeoutMs, shell });
    return stdout.trim().split("\n");
  } catch (error) {
    throw new Error(toReason(error), { cause: error });
  }
}

/** The first line of a failed program's output that contains an error, without npm's prefixes. */
export function toReason(error: unknown): string {
  const { stderr = "", message } = error as Error & { stderr?: string };
  const [reason = message.split("\n")[0] ?? ""] = stderr
    .split("\n")
    .filter((line) => /error/i.test(line) && !line.startsWith("npm error code"))
    .map((line) => line.replace(/^npm error (?:[a-z]+ )?(?=[A-Z])/, ""));
  return reason.trim();
}
