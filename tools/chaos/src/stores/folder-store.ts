import type { Store } from "./to-store.js";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for an engine that runs inside of the receiver. What can be broken of it is its process. */
export async function startFolder(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), "numipay-chaos-folder-"));
  const refuse = () => {
    throw new Error("A folder has no server to break");
  };
  const settings = { folder: join(folder, "data") };
  return {
    settings,
    directSettings: settings,
    cut: refuse,
    mend: refuse,
    watch: refuse,
    kill: refuse,
    start: refuse,
    async close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
