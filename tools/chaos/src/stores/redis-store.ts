import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProgram } from "./start-program.js";
import { toStore } from "./to-store.js";

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
 * A Redis of our own in a folder of its own.
 *
 * @param options `isProxied`:
 * its connections can be cut
 */
export async function startRedis({
  appendfsync = "always",
  hasAof = true,
  isProxied = false,
}: { appendfsync?: "always" | "everysec" | "no"; hasAof?: boolean; isProxied?: boolean } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "numipay-chaos-redis-"));
  return await toStore({
    name: "redis",
    folder,
    isProxied,
    async toStart(port) {
      const place = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder];
      const keeps = ["--appendonly", hasAof ? "yes" : "no", "--appendfsync", appendfsync];
      const args = [...place, "--save", "", ...keeps, "--maxmemory-policy", "noeviction"];
      return () => startProgram({ command: "redis-server", args, port });
    },
  });
}
