import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type BuiltApi, overviews } from "./build-api.js";

/** Writes the pages of the reference into the folder of the site's pages. Their text is edited where it is declared. */
export function writeApi({ pages }: BuiltApi, folder: string): void {
  for (const [route, markdown] of pages) {
    const file = join(folder, `${route}.md`);
    mkdirSync(dirname(file), { recursive: true });
    const search = overviews.some((page) => page.route === route) ? "search: false\n" : "";
    writeFileSync(file, `---\neditLink: false\npageClass: api\n${search}---\n\n${markdown}`);
  }
}
