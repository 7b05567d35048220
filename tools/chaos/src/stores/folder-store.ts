import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "./store.js";

/** A folder for an engine that runs inside the receiver. Only the receiver process itself can be broken. */
export async function startFolder(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), "numipay-chaos-folder-"));
  const refuse = () => {
    throw new Error("A folder has no server to break.");
  };
  const settings = { folder: join(folder, "data") };
  return {
    settings,
    directSettings: settings,
    cut: refuse,
    restore: refuse,
    watch: refuse,
    kill: refuse,
    start: refuse,
    async close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
