import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { convertPage } from "./convert-page.js";
import { listPages, type Section } from "./page.js";

/** Writes every page of the site, with its images, into a folder that it empties first. */
export function writePages(sections: readonly Section[], repository: string, folder: string): void {
  const pages = listPages(sections);
  const routes = new Map(pages.map(({ source, route }) => [source, route]));
  // The home page has the sections of the front page.
  routes.set("README.md", "index");
  rmSync(folder, { recursive: true, force: true });
  for (const { source, route } of pages) {
    const text = withSource(convertPage({ repository, source, routes }), source);
    writeChanged(join(folder, `${route}.md`), text);
  }
  cpSync(join(repository, "docs/images"), join(folder, "public/images"), { recursive: true });
}

/** In the front matter, for the link that edits the page. */
function withSource(markdown: string, source: string): string {
  const [, matter = "", rest = markdown] = /^---\n([\s\S]*?\n)---\n([\s\S]*)$/.exec(markdown) ?? [];
  return `---\nsource: ${source}\n${matter}---\n\n${rest}`;
}

/** An unchanged file keeps its time, so that a running preview loads only what changed. */
function writeChanged(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
