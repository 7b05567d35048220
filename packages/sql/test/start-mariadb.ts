import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { createPool, type PoolOptions } from "mysql2/promise";
import { describe, vi } from "vitest";

const run = promisify(execFile);

/** Debian installs it where only root's PATH leads. */
function findProgram(name: string): string | undefined {
  return [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"]
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

const isMissing =
  findProgram("mariadbd") === undefined || findProgram("mariadb-install-db") === undefined;

/** `describe`, skipped with the reason in its name if MariaDB is not installed. Throws if CI=true. */
export function describeWithOwnMariadb(name: string, tests: () => void): void {
  if (isMissing && process.env["CI"] === "true") {
    throw new Error("MariaDB is not installed. Install it: apt-get install mariadb-server.");
  }
  describe.skipIf(isMissing)(isMissing ? `${name} (skipped: no mariadb-server)` : name, () => {
    tests();
  });
}

/** The server does not run as root. */
function otherUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "mysql"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

/** Starts a server on a socket, with the user `root` and the database `test`. */
export async function startMariadb(options: string[] = []): Promise<{
  settings: PoolOptions;
  /** Ends it at once, without a clean shutdown. */
  stop: () => Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), "numipay-mariadb-"));
  const user = otherUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  // The server's user may not write to the folder of the tests.
  const env = { ...process.env, TMPDIR: folder };
  const data = `--datadir=${join(folder, "data")}`;
  await run(
    findProgram("mariadb-install-db") ?? "",
    ["--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db"],
    { cwd: folder, env, ...user },
  );
  const socketPath = join(folder, "socket");
  const child = spawn(
    findProgram("mariadbd") ?? "",
    ["--no-defaults", data, "--skip-networking", `--socket=${socketPath}`, ...options],
    { stdio: ["ignore", "ignore", "pipe"], env, ...user },
  );
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-2000);
  });
  const settings: PoolOptions = { socketPath, user: "root" };
  await vi.waitFor(
    async () => {
      if (child.exitCode !== null) throw new Error(`mariadbd ended: ${output}`);
      const pool = createPool(settings);
      try {
        await pool.query("CREATE DATABASE IF NOT EXISTS test");
      } finally {
        await pool.end();
      }
    },
    { timeout: 60_000, interval: 100 },
  );
  return {
    settings: { ...settings, database: "test" },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
