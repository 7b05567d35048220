import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** An example of a page, which can go on in several code blocks. */
export interface Example {
  /** The Markdown file of the page, from the root of the repository. */
  page: string;
  /** Its file, in which each line has the number that it has on the page. */
  path: string;
  /** Its code blocks, each with the number of its first line. */
  blocks: { line: number; text: string }[];
}

interface WriteExamples {
  writeAllExamples: (repository: string, folder: string) => Example[];
}

/** Writes the examples of all pages into a folder, as the documentation check does, and removes it when `use` returns. */
export async function withExamples<T>(
  repository: string,
  use: (examples: readonly Example[]) => T,
): Promise<T> {
  const script = pathToFileURL(join(repository, "scripts/write-examples.mjs")).href;
  const { writeAllExamples } = (await import(script)) as WriteExamples;
  const parent = join(repository, ".docs-examples");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "hovers-"));
  try {
    return use(writeAllExamples(repository, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
