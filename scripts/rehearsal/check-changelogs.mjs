// The rules on changelogs after the versions were raised.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const noChanges = "No changes in this package.";
const link =
  /\(\[[0-9a-f]{7}\]\(https:\/\/github\.com\/numipay\/numipay-node\/commit\/[0-9a-f]{40}\)\)$/;

/**
 * Every package has an entry for its version, and every entry ends with a link to a commit.
 * @param {{ dir: string, manifest: Record<string, any> }[]} packages
 * @returns {string[]}
 */
export function findChangelogBreaks(packages) {
  return packages.flatMap(({ dir, manifest: { name, version } }) => {
    const path = join(dir, "CHANGELOG.md");
    const text = existsSync(path) ? readFileSync(path, "utf8") : "";
    const section = text.split(`\n## ${version}\n`)[1]?.split(/\n## /)[0] ?? "";
    const entries = section
      .split(/\n### .*\n/)
      .flatMap((part) => `\n${part}`.split(/\n- /).slice(1))
      .map((entry) => entry.trim());
    const problems = [];
    if (entries.length === 0 && !section.includes(noChanges)) {
      problems.push(`${name}: the changelog has nothing about ${version}`);
    }
    for (const entry of entries) {
      if (entry.startsWith("Updated dependencies")) {
        problems.push(`${name}: the changelog lists updated dependencies`);
      } else if (!link.test(entry)) {
        problems.push(`${name}: an entry has no link to its commit: ${entry.slice(0, 60)}`);
      }
    }
    return problems;
  });
}
