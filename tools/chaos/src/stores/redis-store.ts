import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProgram } from "./start-program.js";
import { createStore, type StoreOptions } from "./store.js";

export interface RedisOptions extends StoreOptions {
  /** Defaults to `"always"`. */
  appendfsync?: "always" | "everysec" | "no";
  /** Whether the append-only file is on. Defaults to `true`. */
  hasAof?: boolean;
}

/** Why Redis cannot be started on this machine, or undefined. */
export function missingRedis(): string | undefined {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "redis-server is not installed";
  }
}

/** Starts a private Redis server in its own folder. */
export async function startRedis({
  appendfsync = "always",
  hasAof = true,
  isProxied = false,
}: RedisOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), "numipay-chaos-redis-"));
  return await createStore({
    portSetting: "redisPort",
    folder,
    isProxied,
    async prepare(port) {
      const location = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder];
      const persistence = ["--appendonly", hasAof ? "yes" : "no", "--appendfsync", appendfsync];
      const args = [...location, "--save", "", ...persistence, "--maxmemory-policy", "noeviction"];
      return () => startProgram({ command: "redis-server", args, port });
    },
  });
}
