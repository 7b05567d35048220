import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
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

/** The name of the primary that a test's Sentinel watches. */
export const watchedName = "numipay";

/** Starts a Sentinel that fails over from the server as soon as it is down for half a second. */
export async function startSentinel({ port: watched }: TestRedis): Promise<{
  port: number;
  remove(): Promise<void>;
}> {
  const dir = mkdtempSync(join(tmpdir(), "numipay-sentinel-"));
  const port = await findFreePort();
  const file = join(dir, "sentinel.conf");
  writeFileSync(
    file,
    `port ${port}
bind 127.0.0.1
dir ${dir}
sentinel monitor ${watchedName} 127.0.0.1 ${watched} 1
sentinel down-after-milliseconds ${watchedName} 500
sentinel failover-timeout ${watchedName} 2000
`,
  );
  const child = await start([file, "--sentinel"], "+monitor master");
  return {
    port,
    async remove() {
      child.kill("SIGKILL");
      await once(child, "exit");
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Opens an address that leads to a server, and to another one from `pointTo` on. Open connections stay where they are. */
export async function openAddress(port: number): Promise<{
  port: number;
  pointTo(port: number): void;
  close(): Promise<void>;
}> {
  const sockets = new Set<Socket>();
  let leadsTo = port;
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ host: "127.0.0.1", port: leadsTo, noDelay: true });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("error", () => undefined).on("close", () => other.destroy());
      one.pipe(other);
    }
  });
  const own = await findFreePort();
  server.listen(own, "127.0.0.1");
  await once(server, "listening");
  return {
    port: own,
    pointTo(other) {
      leadsTo = other;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

async function start(
  args: readonly string[],
  readyText = "Ready to accept connections",
): Promise<ChildProcess> {
  const child = spawn(findRedisServer() ?? "redis-server", args, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    output.push(line);
    if (line.includes(readyText)) {
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
