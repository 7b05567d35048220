import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BuiltApi } from "./build-api.js";

/** Writes the pages of the reference into the folder of the site's pages. Their text is edited where it is declared. */
export function writeApi({ pages }: BuiltApi, folder: string): void {
  for (const [route, markdown] of pages) {
    const file = join(folder, `${route}.md`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `---\neditLink: false\npageClass: api\n---\n\n${markdown}`);
  }
}
