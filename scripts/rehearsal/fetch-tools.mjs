// Installs the registry and the package managers of the rehearsal, which tools/package-lock.json pins by their hashes.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root, runProgram } from "../run-program.mjs";

const pinned = fileURLToPath(new URL("tools", import.meta.url));

/**
 * Installs once for each lockfile, beside the repository's own packages. No install script runs.
 * @returns {Promise<string>} the folder with node_modules
 */
export async function fetchTools() {
  const lockfile = readFileSync(join(pinned, "package-lock.json"));
  const hash = createHash("sha256").update(lockfile).digest("hex").slice(0, 12);
  const folder = join(root, "node_modules/.cache/rehearsal", hash);
  if (existsSync(folder)) return folder;
  const fresh = `${folder}-${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  cpSync(pinned, fresh, { recursive: true });
  const args = ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
  const { code, output } = await runProgram("npm", args, { cwd: fresh });
  if (code !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Error(`The tools of the rehearsal were not installed.\n${output}`);
  }
  // Another run may have been faster.
  if (existsSync(folder)) rmSync(fresh, { recursive: true, force: true });
  else renameSync(fresh, folder);
  return folder;
}

/** The file of a tool, from the `bin` of its package. */
export function toolFile(folder, name, bin) {
  const dir = join(folder, "node_modules", name);
  const manifest = JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
  return join(dir, typeof manifest.bin === "string" ? manifest.bin : manifest.bin[bin]);
}

/** Bun's package finds its binary in an install script; the binaries are packages of their own. */
export function bunBinary(folder) {
  const { platform, arch } = process;
  const name = `bun-${platform === "win32" ? "windows" : platform}-${arch === "arm64" ? "aarch64" : arch}`;
  return join(folder, "node_modules/@oven", name, "bin", platform === "win32" ? "bun.exe" : "bun");
}
