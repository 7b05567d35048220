import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Group, Page, Section } from "./page.js";
import { siteMap } from "./site-map.js";

/** The site map with the decisions and the changelogs of the repository. */
export function readSections(repository: string): Section[] {
  const extra = [listChangelogs(repository), listDecisions(repository)].filter(
    ({ pages }) => pages.length > 0,
  );
  return siteMap.map((section) =>
    section.title === "Project" ? { ...section, groups: [...section.groups, ...extra] } : section,
  );
}

/** The first release writes them. */
function listChangelogs(repository: string): Group {
  const pages = readdirSync(join(repository, "packages"))
    .map((name) => ({
      title: `@numipay/${name}`,
      route: `project/changelog/${name}`,
      source: `packages/${name}/CHANGELOG.md`,
    }))
    .filter(({ source }) => existsSync(join(repository, source)));
  return { title: "Changelogs", pages };
}

function listDecisions(repository: string): Group {
  const folder = "docs/decisions";
  const toPage = (name: string): Page => {
    const source = `${folder}/${name}`;
    const heading = /^# (.+)$/m.exec(readFileSync(join(repository, source), "utf8"))?.[1] ?? name;
    const number = /^\d+/.exec(name)?.[0];
    return {
      title: number === undefined ? "All decisions" : `${number} ${heading.replaceAll("`", "")}`,
      route:
        number === undefined ? "project/decisions/index" : `project/decisions/${name.slice(0, -3)}`,
      source,
    };
  };
  const names = readdirSync(join(repository, folder)).filter((name) => name.endsWith(".md"));
  const pages = names.map(toPage).toSorted((a, b) => b.title.localeCompare(a.title));
  return { title: "Decisions", pages };
}
