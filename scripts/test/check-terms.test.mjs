import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { findTerms, listProseFiles } from "../check-terms.mjs";
import { smallTree } from "./small-tree.mjs";

const glossary = fileURLToPath(new URL("../../docs/writing-style.md", import.meta.url));
const roots = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true });
});

/** The lines of a file in which the check finds a term. */
async function linesOf(file, text) {
  const root = smallTree({ "docs/writing-style.md": "", [file]: text });
  roots.push(root);
  copyFileSync(glossary, join(root, "docs/writing-style.md"));
  return (await findTerms(root, [file])).map(({ line }) => line);
}

describe("the terms check", () => {
  it.each([
    ["a page", "docs/a.md", "# Title\n\nMend the cause first."],
    ["a heading", "docs/a.md", "\n\n## Whoever calls it"],
    ["a comment", "packages/core/src/a.ts", "\n\n// It gets an answer from Redis.\n"],
    [
      "a docstring",
      "packages/core/src/a.ts",
      "/**\n * One.\n * 5,000 where not given.\n */\nlet a;",
    ],
    ["a string", "packages/core/src/a.ts", '\n\nexport const a = "Nobody is there.";'],
    ["a template", "packages/core/src/a.ts", "\n\nexport const a = `It was told ${1} times`;"],
    ["YAML", "docs/a.yaml", "a: 1\nb: 2\n# as it stands here"],
  ])("finds a term in %s", async (_place, file, text) => {
    expect(await linesOf(file, text)).toEqual([3]);
  });

  it.each([
    ["a code block", "docs/a.md", "```sh\nanswer the mend\n```\n"],
    ["a code block in a list", "docs/a.md", "1. One\n\n   ```sh\n   mend it\n   ```\n"],
    ["a code span", "docs/a.md", "The value `answer` is sent."],
    ["the target of a link", "docs/a.md", "See [it](mend.md)."],
    ["a name", "packages/core/src/a.ts", "export const answer = { told: 1 };"],
    ["a part of a word", "docs/a.md", "A standard recommendation."],
    ["an exception", "docs/a.md", "An arrow function."],
  ])("ignores %s", async (_place, file, text) => {
    expect(await linesOf(file, text)).toEqual([]);
  });

  it("reads new files, but none that git ignores", () => {
    const root = smallTree({
      "docs/new.md": "a",
      "docs/ignored.md": "b",
      ".gitignore": "ignored.md",
    });
    roots.push(root);
    execFileSync("git", ["init", "-q"], { cwd: root });
    expect(listProseFiles(root)).toEqual(["docs/new.md"]);
  });
});
