// Completes the changelogs after `changeset version`: a version without changes for a package's users must say so.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { listPublicPackages } from "./read-repository.mjs";
import { root } from "./run-program.mjs";

const noChanges = "No changes in this package. All packages share one version.";

/** @param {string} changelog */
export function finishChangelog(changelog) {
  return (
    changelog.replaceAll(/^(## \S+)\n+(?=## |(?![^]))/gm, `$1\n\n${noChanges}\n\n`).trimEnd() + "\n"
  );
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  for (const { dir } of listPublicPackages(root)) {
    const path = join(dir, "CHANGELOG.md");
    if (existsSync(path)) writeFileSync(path, finishChangelog(readFileSync(path, "utf8")));
  }
}
