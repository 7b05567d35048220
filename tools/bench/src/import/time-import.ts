import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Random, shuffle } from "measure";

const run = promisify(execFile);
const probe = fileURLToPath(new URL("probe-import.js", import.meta.url));

/** A module to import. */
export interface Imported {
  name: string;
  /** A specifier that resolves from this folder, or a URL. */
  specifier: string;
}

/** Imports each module in a fresh process, once a round. Resolves to the milliseconds of processor time by name. */
export async function timeImports(
  modules: readonly Imported[],
  rounds: number,
  random: Random,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const milliseconds = new Map<string, number[]>(modules.map(({ name }) => [name, []]));
  // The first round fills the file cache and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, specifier } of shuffle(modules, random)) {
      const { stdout } = await run(process.execPath, [probe, specifier]);
      if (round > 0) milliseconds.get(name)?.push(Number(stdout));
    }
  }
  return milliseconds;
}
