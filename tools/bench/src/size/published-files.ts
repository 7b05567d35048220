// @ts-check
import type { InstalledPackage } from "./package-closure.js";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** npm publishes these whatever "files" says. */
const always = /^(package\.json|readme(\..*)?|licen[cs]e(\..*)?)$/i;

/**
 * The paths of the files that an install puts on disk. An installed package is what was published; a package of this
 * workspace is cut down to what its "files" names.
 */
export function publishedFiles({ folder, manifest }: InstalledPackage) {
  const isInstalled = folder.split(/[\\/]/).includes("node_modules");
  const named = isInstalled ? undefined : manifest["files"];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .filter((path) => !path.split("/").includes("node_modules"))
    .filter((path) => named === undefined || always.test(path) || isNamed(path, named))
    .map((path) => join(folder, path));
}

/** @param named files or folders, without patterns */
function isNamed(path: string, named: readonly string[]) {
  return named.some((entry) => path === entry || path.startsWith(`${entry}/`));
}

export function publishedBytes(installed: InstalledPackage) {
  return publishedFiles(installed).reduce((sum, path) => sum + statSync(path).size, 0);
}
