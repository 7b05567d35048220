import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { InstalledPackage } from "./package-closure.js";

/** npm publishes these even when "files" does not list them. */
const alwaysPublished = /^(package\.json|readme(\..*)?|licen[cs]e(\..*)?)$/i;

/**
 * The paths of the files that an install writes to disk. An installed package is as it was published; a package of this
 * workspace is reduced to its "files".
 */
export function publishedFiles({ folder, manifest }: InstalledPackage): string[] {
  const isInstalled = folder.split(/[\\/]/).includes("node_modules");
  const listed = isInstalled ? undefined : manifest.files;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .filter((path) => !path.split("/").includes("node_modules"))
    .filter((path) => listed === undefined || alwaysPublished.test(path) || isListed(path, listed))
    .map((path) => join(folder, path));
}

/** @param listed files or folders; patterns are not supported */
function isListed(path: string, listed: readonly string[]): boolean {
  return listed.some((entry) => path === entry || path.startsWith(`${entry}/`));
}

export function publishedBytes(installed: InstalledPackage): number {
  return publishedFiles(installed).reduce((sum, path) => sum + statSync(path).size, 0);
}
