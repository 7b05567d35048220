import { execFile, execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { toStore } from "./to-store.js";
import { startProgram } from "./start-program.js";

const installed = "/usr/lib/postgresql";

/** Why there is no PostgreSQL here; undefined where there is. */
export function missingPostgres() {
  if (newestBin() === undefined) return `no PostgreSQL server under ${installed}`;
  return process.getuid?.() === 0 && postgresUser() === undefined
    ? "PostgreSQL does not run as root, and there is no user postgres"
    : undefined;
}

/**
 * A PostgreSQL of our own in a folder of its own, with the settings it comes with.
 *
 * @param options `isProxied`: its connections can be cut
 */
export async function startPostgres({ isProxied = false }: { isProxied?: boolean } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "numipay-chaos-postgres-"));
  return await toStore({
    name: "postgres",
    folder,
    isProxied,
    async toStart(port) {
      const user = process.getuid?.() === 0 ? postgresUser() : undefined;
      if (user !== undefined) chownSync(folder, user.uid, user.gid);
      const bin = newestBin() ?? "";
      const data = join(folder, "data");
      const init = ["-D", data, "-U", "postgres", "--auth=trust", "--no-sync"];
      // Not the synchronous one: other cells' servers, and a Ctrl-C, want to be heard meanwhile.
      await promisify(execFile)(join(bin, "initdb"), init, { cwd: folder, ...user });
      const place = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", folder];
      // A handler may try to: with the default of none, the server would refuse it for us.
      const args = [...place, "-c", "max_prepared_transactions=64"];
      // Until the last of its processes is gone, a new server refuses the folder. The lock file stays where it is: two
      // servers on one folder would ruin it.
      return () =>
        startAgain(() => startProgram({ command: join(bin, "postgres"), args, port, user }));
    },
  });
}

async function startAgain(start, tries = 100) {
  try {
    return await start();
  } catch (error) {
    if (tries === 0) throw error;
    await pause(50);
    return await startAgain(start, tries - 1);
  }
}

function newestBin() {
  if (!existsSync(installed)) return undefined;
  const versions = readdirSync(installed).toSorted((one, other) => Number(other) - Number(one));
  return versions
    .map((version) => join(installed, version, "bin"))
    .find((bin) => existsSync(join(bin, "initdb")));
}

function postgresUser() {
  try {
    const idOf = (flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
    return { uid: idOf("-u"), gid: idOf("-g") };
  } catch {
    return undefined;
  }
}
