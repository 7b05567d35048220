import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { copyTemplate } from "./copy-template.js";
import { findUser, requireUser } from "./find-user.js";
import { startProgram } from "./start-program.js";
import { startWithRetries } from "./start-with-retries.js";
import { createStore, type StoreOptions } from "./store.js";

/** Small files, because each scenario copies them. A commit is on the disk when it returns, as by default. */
const size = "--innodb-log-file-size=16M";

/** Why MariaDB cannot be started on this machine, or undefined. */
export function missingMariadb(): string | undefined {
  const missing = ["mariadbd", "mariadb-install-db"].find(
    (name) => findProgram(name) === undefined,
  );
  if (missing !== undefined) return `${missing} is not installed`;
  return findUser("mysql") === "missing"
    ? "MariaDB does not run as root, and there is no user mysql"
    : undefined;
}

/** Starts a private MariaDB server in its own folder, with the user `root` and the database `test`. */
export async function startMariadb({ isProxied = false }: StoreOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), "numipay-chaos-mariadb-"));
  return await createStore({
    portSetting: "mysqlPort",
    folder,
    isProxied,
    async prepare(port) {
      const user = requireUser("mysql");
      if (user !== undefined) chownSync(folder, user.uid, user.gid);
      const data = join(folder, "data");
      await copyTemplate({
        name: "mariadb",
        target: data,
        user,
        async create(files) {
          const root = "--auth-root-authentication-method=normal";
          await promisify(execFile)(
            findProgram("mariadb-install-db") ?? "",
            ["--no-defaults", `--datadir=${files}`, root, size],
            // The server's user may not write to the folder of this process.
            { cwd: folder, env: { ...process.env, TMPDIR: folder }, ...user },
          );
        },
      });
      const location = [`--datadir=${data}`, `--socket=${join(folder, "socket")}`];
      const network = [`--port=${port}`, "--bind-address=127.0.0.1", "--skip-name-resolve"];
      const args = ["--no-defaults", ...location, ...network, `--tmpdir=${folder}`, size];
      const command = findProgram("mariadbd") ?? "";
      return () => startWithRetries(() => startProgram({ command, args, port, user }));
    },
  });
}

/** Debian installs the server where only root's PATH leads. */
function findProgram(name: string): string | undefined {
  return [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"]
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}
