import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a user writes after `from`. */
export interface Entry {
  /** Such as `@numipay/sql/pg`. */
  specifier: string;
  packageName: string;
  /** One sentence about the package. */
  description: string;
  /** The name after the package's, such as `pg`. Empty for the package itself. */
  name: string;
  /** The absolute path of its declarations. */
  types: string;
}

interface Manifest {
  name: string;
  description: string;
  private?: boolean;
  exports: Record<string, string | { types?: string }>;
}

/** The entries of every public package, the core first: a name that several entries export is described by the first. */
export function readEntries(repository: string): Entry[] {
  const folder = join(repository, "packages");
  const names = readdirSync(folder).toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return names.flatMap((name) => {
    const path = join(folder, name);
    const manifest = JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as Manifest;
    if (manifest.private === true) return [];
    return Object.entries(manifest.exports).flatMap(([entry, target]) => {
      if (typeof target === "string" || target.types === undefined) return [];
      return [toEntry(manifest, entry, join(path, target.types))];
    });
  });
}

const rank = (name: string): number => (name === "core" ? 0 : 1);

const toEntry = ({ name, description }: Manifest, entry: string, types: string): Entry => ({
  specifier: name + entry.slice(1),
  packageName: name,
  description,
  name: entry.slice(2),
  types,
});
