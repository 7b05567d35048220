import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { describeWithServer } from "./fixture.js";

/** A redis-server of a test, removed after it. */
export interface OwnRedis {
  port: number;
  kill(): Promise<void>;
  /** Stops it without closing its connections. */
  freeze(): void;
}

const program = (process.env["PATH"] ?? "")
  .split(delimiter)
  .map((folder) => join(folder, "redis-server"))
  .find((path) => existsSync(path));
if (program === undefined && process.env["CI"] === "true") {
  throw new Error("redis-server is not on the PATH. Install it: apt-get install redis-server.");
}

/** `describe`, skipped with the reason in its name if redis-server is not installed. */
export const describeWithOwnRedis = describeWithServer(
  program === undefined ? "no redis-server" : undefined,
);

/** Starts a server on a free port of loopback. */
export async function startRedis(settings: readonly string[] = []): Promise<OwnRedis> {
  const dir = mkdtempSync(join(tmpdir(), "numipay-bullmq-"));
  const port = await findFreePort();
  const fixed = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", dir, "--save", ""];
  const args = [...fixed, "--repl-diskless-sync-delay", "0", ...settings];
  return start(args, { dir, port, readyText: "Ready to accept connections" });
}

/** The name of the primary that a test's Sentinel watches. */
export const watchedName = "numipay";

/** Starts a Sentinel that fails over from the server as soon as it is down for half a second. */
export async function startSentinel(watched: number): Promise<OwnRedis> {
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
  return start([file, "--sentinel"], { dir, port, readyText: "+monitor master" });
}

async function start(
  args: readonly string[],
  { dir, port, readyText }: { dir: string; port: number; readyText: string },
): Promise<OwnRedis> {
  const child = spawn(program ?? "", args, { stdio: ["ignore", "pipe", "inherit"] });
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  onTestFinished(async () => {
    await kill();
    rmSync(dir, { recursive: true, force: true });
  });
  await waitUntilReady(child, readyText);
  return { port, kill, freeze: () => void child.kill("SIGSTOP") };
}

async function waitUntilReady({ stdout }: ChildProcess, readyText: string): Promise<void> {
  if (stdout === null) return;
  const output: string[] = [];
  for await (const line of createInterface({ input: stdout })) {
    output.push(line);
    if (line.includes(readyText)) {
      // Keep draining stdout: a full pipe would block the server.
      stdout.resume();
      return;
    }
  }
  throw new Error(`redis-server did not start:\n${output.join("\n")}`);
}

/** A port below the ephemeral range, from which an outgoing connection could take it. */
async function findFreePort(): Promise<number> {
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

/** Opens an address that leads to another server from `pointTo` on. Open connections stay where they are. */
export async function openAddress(port: number) {
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
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });
  return {
    port: own,
    pointTo(other: number): void {
      leadsTo = other;
    },
  };
}
