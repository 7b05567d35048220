import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { describe } from "vitest";

/** A redis-server of the test's own, in a folder of its own. */
export interface OwnRedis {
  port: number;
  url: string;
  pid: number;
  /** Starts it again on the same port, with what the folder holds. */
  restart(settings?: readonly string[]): Promise<void>;
  /** As a crash: SIGKILL, nothing is written any more. */
  kill(): Promise<void>;
  /** Kills it and deletes its folder. */
  remove(): Promise<void>;
}

/** Where redis-server is; undefined on a machine without one. */
function findRedisServer(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = folders
    .map((folder) => join(folder, "redis-server"))
    .find((path) => existsSync(path));
  if (found === undefined && process.env.CI === "true") {
    throw new Error("There is no redis-server on the PATH. Debian: apt-get install redis-server");
  }
  return found;
}

/** Skipped where there is no redis-server to start, with the reason in the name; with CI=true the file fails. */
export function describeWithRedis(name: string, tests: () => void): void {
  const isMissing = findRedisServer() === undefined;
  describe.skipIf(isMissing)(isMissing ? `${name} (skipped: no redis-server)` : name, () => {
    tests();
  });
}

/** Starts a server on a free port of loopback. It is ready when this resolves. */
export async function startRedis(settings: readonly string[] = []): Promise<OwnRedis> {
  const dir = mkdtempSync(join(tmpdir(), "numipay-redis-"));
  const port = await findFreePort();
  const fixed = ["--port", String(port), "--bind", "127.0.0.1", "--dir", dir, "--save", ""];
  let child = await start([...fixed, ...settings]);

  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    get pid() {
      return child.pid ?? 0;
    },
    async restart(changed = settings) {
      await kill();
      child = await start([...fixed, ...changed]);
    },
    kill,
    async remove() {
      await kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function start(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(findRedisServer() ?? "redis-server", args, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (line.includes("Ready to accept connections")) {
      // Nobody reads on, and a full pipe would stop the server.
      child.stdout.resume();
      return child;
    }
  }
  throw new Error(`redis-server did not start:\n${said.join("\n")}`);
}

/** A port that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
