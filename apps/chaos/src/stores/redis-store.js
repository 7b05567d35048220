import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTcpProxy } from "../tcp-proxy.js";
import { freePort, startProgram } from "./start-program.js";

/** Why there is no Redis here; undefined where there is. */
export function missingRedis() {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "redis-server is not installed";
  }
}

/**
 * A Redis of our own in a folder of its own, behind a proxy.
 *
 * @param {{ appendfsync?: "always" | "everysec" | "no" }} options
 */
export async function startRedis({ appendfsync = "always" } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "numipay-chaos-redis-"));
  const port = await freePort();
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
  args.push(
    "--appendonly",
    "yes",
    "--appendfsync",
    appendfsync,
    "--maxmemory-policy",
    "noeviction",
  );
  const start = () => startProgram({ command: "redis-server", args, port });
  let server = await start();
  const proxy = await createTcpProxy({ port });
  return {
    settings: { storePort: proxy.port },
    proxy,
    async restart() {
      await server.kill();
      server = await start();
    },
    async close() {
      await proxy.close();
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
