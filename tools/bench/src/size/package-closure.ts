import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** The fields of a package.json that matter here. */
export interface Manifest {
  files?: string[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

export interface InstalledPackage {
  name: string;
  folder: string;
  manifest: Manifest;
}

/**
 * A package and everything that installing it adds: its dependencies and theirs, each folder once. Optional dependencies count
 * when they are installed. Peer dependencies do not count: the application has them anyway.
 *
 * @param from the folder whose node_modules is searched first
 * @throws Error naming a dependency that is not installed
 */
export function packageClosure(name: string, from: string): InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  const waiting = [{ name, from, isOptional: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const folder = findPackage(next.name, next.from);
    if (folder === undefined) {
      if (next.isOptional) continue;
      throw new Error(`${next.name} is not installed.`);
    }
    if (found.has(folder)) continue;
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
    found.set(folder, { name: next.name, folder, manifest });
    const optional = Object.keys(manifest.optionalDependencies ?? {});
    const names = new Set([...Object.keys(manifest.dependencies ?? {}), ...optional]);
    for (const dependency of names) {
      waiting.push({ name: dependency, from: folder, isOptional: optional.includes(dependency) });
    }
  }
  return [...found.values()];
}

/** The folder that Node resolves the package to, with links resolved. */
function findPackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return realpathSync(candidate);
    if (dirname(folder) === folder) return undefined;
  }
}
