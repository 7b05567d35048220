import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { describe } from "vitest";

/** A redis-server started for a test, with its own data folder. */
export interface TestRedis {
  port: number;
  url: string;
  pid: number;
  /** Restarts it on the same port, with the data in its folder. */
  restart(settings?: readonly string[]): Promise<void>;
  /** Kills it with SIGKILL, as in a crash. */
  kill(): Promise<void>;
  /** Kills it and deletes its folder. */
  remove(): Promise<void>;
}

/** The path of redis-server. Undefined if it is not installed. */
function findRedisServer(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = folders
    .map((folder) => join(folder, "redis-server"))
    .find((path) => existsSync(path));
  if (found === undefined && process.env.CI === "true") {
    throw new Error("redis-server is not on the PATH. Install it: apt-get install redis-server.");
  }
  return found;
}

/** `describe`, skipped with the reason in its name if redis-server is not installed. Throws if CI=true. */
export function describeWithRedis(name: string, tests: () => void): void {
  const isMissing = findRedisServer() === undefined;
  describe.skipIf(isMissing)(isMissing ? `${name} (skipped: no redis-server)` : name, () => {
    tests();
  });
}

/** Starts a server on a free port of loopback. Resolves once it is ready. */
export async function startRedis(settings: readonly string[] = []): Promise<TestRedis> {
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
  const output: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    output.push(line);
    if (line.includes("Ready to accept connections")) {
      // Keep draining stdout: a full pipe would block the server.
      child.stdout.resume();
      return child;
    }
  }
  throw new Error(`redis-server did not start:\n${output.join("\n")}`);
}

/**
 * Finds a free port below the ephemeral range: from that range, another server or an outgoing connection could take it
 * before redis-server starts.
 */
export async function findFreePort(): Promise<number> {
  const port = randomInt(10_000, 32_768);
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return findFreePort();
  }
  server.close();
  await once(server, "close");
  return port;
}
