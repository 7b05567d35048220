import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

let folder: string | undefined;

/** Reads a file of this package. Its folder is found by name, because the code may run from `src` or from a bundle. */
export function readPackageFile(path: string): string {
  folder ??= dirname(createRequire(import.meta.url).resolve("@numipay/sandbox/package.json"));
  return readFileSync(join(folder, path), "utf8");
}
