// @ts-check
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

export interface InstalledPackage {
  name: string;
  folder: string;
  manifest: Record<string, any>;
}

/**
 * A package and everything that installing it brings: its dependencies and theirs, each folder once. Optional
 * dependencies count where they are installed. Peers do not: the application has them, or installs them by name.
 *
 * @param from the folder whose node_modules is looked at first
 */
export function packageClosure(name: string, from: string): InstalledPackage[] {
  const found: Map<string, InstalledPackage> = new Map();
  const waiting = [{ name, from, isOptional: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const folder = findPackage(next.name, next.from);
    if (folder === undefined) {
      if (next.isOptional) continue;
      throw new Error(`${next.name} is not installed.`);
    }
    if (found.has(folder)) continue;
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    found.set(folder, { name: next.name, folder, manifest });
    const optional = Object.keys(manifest.optionalDependencies ?? {});
    const names = new Set([...Object.keys(manifest.dependencies ?? {}), ...optional]);
    for (const dependency of names) {
      waiting.push({ name: dependency, from: folder, isOptional: optional.includes(dependency) });
    }
  }
  return [...found.values()];
}

/** The folder that Node would take, links resolved. */
function findPackage(name: string, from: string) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return realpathSync(candidate);
    if (dirname(folder) === folder) return undefined;
  }
}
