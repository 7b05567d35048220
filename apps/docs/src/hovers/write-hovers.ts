import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readHovers } from "./read-hovers.js";
import { withExamples } from "./with-examples.js";

/** Writes the hovers of each code block into a folder that it empties first, as JSON. */
export async function writeHovers(repository: string, folder: string): Promise<void> {
  const blocks = await withExamples(repository, readHovers);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [key, block] of blocks) {
    writeFileSync(join(folder, `${key}.json`), JSON.stringify(block));
  }
}
