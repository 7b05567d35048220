// Writes the page of a release on GitHub from the packages' changelogs: what changed, and for users of which package.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The headings of a changelog, in the order in which a reader needs them. */
const kinds = [
  { heading: "Major Changes", title: "You must change something" },
  { heading: "Minor Changes", title: "New" },
  { heading: "Patch Changes", title: "Fixed" },
];

/**
 * Each sentence once, with the packages whose users it concerns.
 * @param {import("./read-repository.mjs").Workspace[]} packages
 * @param {string} version
 */
export function toReleaseNotes(packages, version) {
  const sections = kinds.map(({ heading, title }) => {
    /** @type {Map<string, string[]>} */
    const concerned = new Map();
    for (const { dir, manifest } of packages) {
      for (const entry of readEntries(join(dir, "CHANGELOG.md"), version, heading)) {
        concerned.set(entry, [...(concerned.get(entry) ?? []), manifest.name]);
      }
    }
    const lines = [...concerned].map(([entry, names]) => `- **${names.join(", ")}**: ${entry}`);
    return lines.length === 0 ? "" : `## ${title}\n\n${lines.join("\n")}\n`;
  });
  const text = sections.filter((section) => section !== "").join("\n");
  return text === "" ? "No changes that users notice.\n" : text;
}

/** The entries of one version under one heading. */
function readEntries(path, version, heading) {
  if (!existsSync(path)) return [];
  const release = `\n${readFileSync(path, "utf8")}`.split(`\n## ${version}\n`)[1] ?? "";
  const section = release.split(/\n## /)[0].split(`### ${heading}\n`)[1] ?? "";
  return section
    .split(/\n### /)[0]
    .split(/\n- /)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
