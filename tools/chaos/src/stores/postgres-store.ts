import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { copyTemplate } from "./copy-template.js";
import { findUser, requireUser } from "./find-user.js";
import { startProgram } from "./start-program.js";
import { startWithRetries } from "./start-with-retries.js";
import { createStore, type StoreOptions } from "./store.js";

const installed = "/usr/lib/postgresql";

/** Why PostgreSQL cannot be started on this machine, or undefined. */
export function missingPostgres(): string | undefined {
  if (newestBin() === undefined) return `no PostgreSQL server under ${installed}`;
  return findUser("postgres") === "missing"
    ? "PostgreSQL does not run as root, and there is no user postgres"
    : undefined;
}

/** Starts a private PostgreSQL server in its own folder, with its default settings. */
export async function startPostgres({ isProxied = false }: StoreOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), "numipay-chaos-postgres-"));
  return await createStore({
    portSetting: "postgresPort",
    folder,
    isProxied,
    async prepare(port) {
      const user = requireUser("postgres");
      if (user !== undefined) chownSync(folder, user.uid, user.gid);
      const bin = newestBin() ?? "";
      const data = join(folder, "data");
      await copyTemplate({
        name: "postgres",
        target: data,
        user,
        async create(files) {
          const init = ["-D", files, "-U", "postgres", "--auth=trust", "--no-sync"];
          // Asynchronous, so that other servers' output and Ctrl-C are handled meanwhile.
          await promisify(execFile)(join(bin, "initdb"), init, { cwd: folder, ...user });
        },
      });
      const location = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", folder];
      // A faulty handler may use PREPARE TRANSACTION. With the default of 0 the server would reject it, not the inbox.
      const args = [...location, "-c", "max_prepared_transactions=64"];
      // A new server refuses the folder until the last process of the old one has exited. The lock file stays: two
      // servers on one folder would corrupt it.
      return () =>
        startWithRetries(() => startProgram({ command: join(bin, "postgres"), args, port, user }));
    },
  });
}

function newestBin(): string | undefined {
  if (!existsSync(installed)) return undefined;
  const versions = readdirSync(installed).toSorted((one, other) => Number(other) - Number(one));
  return versions
    .map((version) => join(installed, version, "bin"))
    .find((bin) => existsSync(join(bin, "initdb")));
}
