// Fetches the pnpm that package.json pins, and refuses one with other bytes. Uses Node and npm alone: in a fresh clone
// nothing else is installed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, runProgram } from "./run-program.mjs";

/** @typedef {{ version: string, integrity: string }} Pin */

/**
 * Reads `pnpm@VERSION+sha512.HEX`, the form of Corepack.
 * @param {string} packageManager
 * @returns {Pin} the hash as npm writes it
 */
export function readPin(packageManager) {
  const [, version, hex] =
    /^pnpm@(\d+\.\d+\.\d+)\+sha512\.([0-9a-f]{128})$/.exec(packageManager) ?? [];
  if (hex === undefined) {
    throw new Error("packageManager in package.json must be pnpm@VERSION+sha512.HASH.");
  }
  return { version, integrity: `sha512-${Buffer.from(hex, "hex").toString("base64")}` };
}

export function readPinOf(folder) {
  return readPin(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).packageManager);
}

/**
 * Names what npm fetched and must not run. npm holds every file to the integrity that it writes down, so comparing that is
 * enough. pnpm's binary is a package of its own, whose hash is in pnpm-lock.yaml.
 * @param {Record<string, { version?: string, integrity?: string }>} fetched the packages of npm's lockfile
 * @param {Pin} pin
 * @param {string} lockfile the text of pnpm-lock.yaml
 */
export function findUnpinned(fetched, pin, lockfile) {
  return Object.entries(fetched)
    .map(([path, one]) => ({ ...one, name: path.split("node_modules/").at(-1) }))
    .filter(({ name, version, integrity }) => {
      if (name === "") return false;
      if (name === "pnpm") return integrity !== pin.integrity;
      const entry = `'${name}@${version}':\n    resolution: {integrity: `;
      return lockfile.includes(entry) && !lockfile.includes(`${entry}${integrity}}`);
    })
    .map(({ name, version }) => `${name}@${version}`);
}

/**
 * @param {string} folder an empty one, which the caller removes
 * @returns {Promise<{ code: number | null, output: string, program: string }>} `program` runs with Node
 */
export async function fetchPnpm(folder) {
  const pin = readPinOf(root);
  const program = join(folder, "node_modules", "pnpm", "bin", "pnpm.mjs");
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"];
  const { code, output } = await runProgram(
    "npm",
    ["install", "--prefix", folder, ...quiet, `pnpm@${pin.version}`],
    { cwd: folder },
  );
  if (code !== 0) return { code, output, program };
  const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  const unpinned = findUnpinned(packages, pin, readFileSync(join(root, "pnpm-lock.yaml"), "utf8"));
  return unpinned.length === 0
    ? { code: 0, output, program }
    : {
        code: 1,
        output: `The registry's ${unpinned.join(", ")} has another hash than the repository pins.`,
        program,
      };
}
