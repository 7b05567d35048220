// Reads the Markdown pages of the repository.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listFiles, readWorkspaces, repositoryPath } from "./read-repository.mjs";

/** The pages a user reads. Decisions describe the past: their links are checked, their examples are not. */
export function readPages(root) {
  const folders = readWorkspaces(root).map(({ dir }) => join(dir, "README.md"));
  return [
    ...["README.md", "CONTRIBUTING.md", "SECURITY.md"].map((name) => join(root, name)),
    ...folders,
    ...listFiles(join(root, "docs")).filter((path) => path.endsWith(".md")),
  ]
    .filter((path) => existsSync(path))
    .map((path) => ({ path, file: repositoryPath(root, path), text: readFileSync(path, "utf8") }));
}

export const hasExamples = ({ file }) => !file.startsWith("docs/decisions/");
