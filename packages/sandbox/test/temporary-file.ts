import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A path for a sandbox's file. It is deleted after the test. */
export async function temporaryFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "numipay-sandbox-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "sandbox.db");
}
