import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { Pool, type PoolConfig } from "pg";
import { describe, vi } from "vitest";

/** A server that a test started. */
export interface TestServer {
  port: number;
  /** Ends it at once, without a clean shutdown. */
  stop(): Promise<void>;
}

const run = promisify(execFile);
const installed = "/usr/lib/postgresql";

/** The folder of the newest installed PostgreSQL. Debian keeps one for each version. */
function findBin(): string | undefined {
  if (!existsSync(installed)) return undefined;
  return readdirSync(installed)
    .toSorted((one, other) => Number(other) - Number(one))
    .map((version) => join(installed, version, "bin"))
    .find((bin) => existsSync(join(bin, "initdb")));
}

/** Debian installs it where only root's PATH leads. */
function findPgBouncer(): string | undefined {
  return [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"]
    .map((folder) => join(folder, "pgbouncer"))
    .find((path) => existsSync(path));
}

/** `describe`, skipped with the reason in its name if a program is not installed. Throws if CI=true. */
function describeWithProgram(program: string, isMissing: boolean) {
  return (name: string, tests: () => void): void => {
    if (isMissing && process.env["CI"] === "true") {
      throw new Error(`${program} is not installed. Install it: apt-get install ${program}.`);
    }
    describe.skipIf(isMissing)(isMissing ? `${name} (skipped: no ${program})` : name, () => {
      tests();
    });
  };
}

export const describeWithOwnServers = describeWithProgram("postgresql", findBin() === undefined);
export const describeWithPgBouncer = describeWithProgram(
  "pgbouncer",
  findPgBouncer() === undefined,
);

/** Neither program runs as root. */
function otherUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "numipay-postgres-"));
  const user = otherUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  return folder;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a program and waits until it responds to SQL. */
async function start(
  command: string,
  args: string[],
  { folder, signal, ...connection }: PoolConfig & { folder: string; signal: NodeJS.Signals },
): Promise<TestServer> {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], ...otherUser() });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-2000);
  });
  const pool = new Pool({ host: "127.0.0.1", user: "postgres", ...connection });
  pool.on("error", () => undefined);
  try {
    await vi.waitFor(
      async () => {
        if (child.exitCode !== null) throw new Error(`${command} ended: ${output}`);
        await pool.query("SELECT 1");
      },
      { timeout: 30_000, interval: 50 },
    );
  } finally {
    await pool.end();
  }
  return {
    port: Number(connection.port),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal);
        await once(child, "exit");
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startPostgres(folder: string, settings: string[]): Promise<TestServer> {
  const port = await findFreePort();
  const fixed = ["-D", join(folder, "data"), "-p", `${port}`, "-h", "127.0.0.1", "-k", folder];
  const args = [...fixed, "-c", "fsync=off", ...settings];
  const connection = { port, database: "postgres", folder, signal: "SIGQUIT" } as const;
  return start(join(findBin() ?? "", "postgres"), args, connection);
}

/** Starts a primary, with the user and the database `postgres`. */
export async function startPrimary(): Promise<TestServer> {
  const folder = createFolder();
  const init = ["-D", join(folder, "data"), "-U", "postgres", "--auth=trust", "--no-sync"];
  await run(join(findBin() ?? "", "initdb"), init, { cwd: folder, ...otherUser() });
  return startPostgres(folder, []);
}

/** Starts a hot standby of a primary. */
export async function startStandby(primary: TestServer): Promise<TestServer> {
  const folder = createFolder();
  const from = ["-h", "127.0.0.1", "-p", `${primary.port}`, "-U", "postgres"];
  const copy = [...from, "-D", join(folder, "data"), "--checkpoint=fast", "-R", "--no-sync"];
  await run(join(findBin() ?? "", "pg_basebackup"), copy, { cwd: folder, ...otherUser() });
  return startPostgres(folder, []);
}

/** Starts a PgBouncer before a database, with three server connections for each pool mode. */
export async function startPgBouncer({
  host,
  port,
  user,
  database,
}: PoolConfig): Promise<TestServer> {
  const folder = createFolder();
  const ownPort = await findFreePort();
  const target = `host=${host} port=${port} user=${user} dbname=${database}`;
  const users = join(folder, "users.txt");
  writeFileSync(users, `"${user}" ""\n`);
  const file = join(folder, "pgbouncer.ini");
  writeFileSync(
    file,
    `[databases]
transaction = ${target} pool_mode=transaction
statement = ${target} pool_mode=statement
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${ownPort}
unix_socket_dir =
auth_type = any
auth_file = ${users}
default_pool_size = 3
max_client_conn = 200
`,
  );
  const connection = { port: ownPort, database: "transaction", folder, signal: "SIGTERM" } as const;
  return start(findPgBouncer() ?? "", [file], connection);
}
