import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { listPages } from "../../src/pages/page.js";
import { readSections } from "../../src/pages/read-sections.js";
import { folders } from "../../src/site-folders.js";

const pages = listPages(readSections(folders.repository));
const sources = pages.map(({ source }) => source);

function listMarkdown(folder: string): string[] {
  return readdirSync(join(folders.repository, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`);
}

it("has every page of docs", () => {
  expect(listMarkdown("docs").filter((file) => !sources.includes(file))).toEqual([]);
});

it("has the README of every package", () => {
  const readmes = readdirSync(join(folders.repository, "packages")).map(
    (name) => `packages/${name}/README.md`,
  );
  expect(readmes.filter((file) => !sources.includes(file))).toEqual([]);
});

it("has each route once, and no page without a file", () => {
  expect(new Set(pages.map(({ route }) => route)).size).toBe(pages.length);
  expect(sources.filter((source) => !existsSync(join(folders.repository, source)))).toEqual([]);
});
