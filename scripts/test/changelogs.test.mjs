import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { getDependencyReleaseLine, getReleaseLine } from "../changelog-lines.mjs";
import { finishChangelog } from "../finish-changelogs.mjs";
import { findChangelogBreaks } from "../rehearsal/check-changelogs.mjs";

const commit = "0123abc".padEnd(40, "0");
const dir = mkdtempSync(join(tmpdir(), "numipay-changelog-"));
afterAll(() => rmSync(dir, { recursive: true }));

function breaksOf(changelog) {
  writeFileSync(join(dir, "CHANGELOG.md"), changelog);
  return findChangelogBreaks([{ dir, manifest: { name: "@numipay/core", version: "1.1.0" } }]);
}

describe("a changelog", () => {
  it("links each entry to its commit", async () => {
    const line = await getReleaseLine({ summary: "`peek` reads\nwithout a lock.", commit });
    expect(line).toBe(
      `- \`peek\` reads\n  without a lock. ([0123abc](https://github.com/numipay/numipay-node/commit/${commit}))`,
    );
    expect(breaksOf(`# x\n\n## 1.1.0\n\n### Minor Changes\n\n${line}\n`)).toEqual([]);
  });

  it("lists no updated dependencies", async () => {
    expect(await getDependencyReleaseLine()).toBe("");
  });

  it("says when a version has no changes", () => {
    const changelog = "# x\n\n## 1.1.0\n\n## 1.0.0\n\n### Minor Changes\n\n- First.\n";
    expect(breaksOf(changelog)).toEqual(["@numipay/core: the changelog has nothing about 1.1.0"]);
    expect(breaksOf(finishChangelog(changelog))).toEqual([]);
    expect(finishChangelog(changelog)).toContain("## 1.0.0\n\n### Minor Changes\n\n- First.\n");
  });

  it("has no entry without a link", () => {
    expect(breaksOf("# x\n\n## 1.1.0\n\n### Patch Changes\n\n- Fixed.\n")).toEqual([
      "@numipay/core: an entry has no link to its commit: Fixed.",
    ]);
  });
});
