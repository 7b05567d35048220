import { describe, expect, it } from "vitest";
import {
  readAnchors,
  readBlocks,
  readRelativeLinks,
  readRepositoryLinks,
} from "../read-markdown.mjs";

describe("a page", () => {
  it("has fenced blocks, each with its line, its flags and the comment before it", () => {
    const page = [
      "# A",
      "",
      "<!-- needs a port -->",
      "```ts no-run",
      "import a;",
      "```",
      "",
      "- in a list",
      "  ```sh",
      "  npm test",
      "  ```",
    ];

    expect(readBlocks(page.join("\n"))).toEqual([
      { language: "ts", flags: ["no-run"], text: "import a;", line: 5, reason: "needs a port" },
      { language: "sh", flags: [], text: "npm test", line: 10, reason: undefined },
    ]);
  });

  it("has no block within a longer fence", () => {
    expect(
      readBlocks("````md\n```ts\nimport a;\n```\n````").map(({ language }) => language),
    ).toEqual(["md"]);
  });

  it("has links to files and headings; what is code or leads elsewhere is none of them", () => {
    const page =
      "[a](./a.md#b) ![i](i.png) [x](https://x.example) `[c](c.md)`\n\n```md\n[d](d.md)\n```\n[e]: e.md";

    expect(readRelativeLinks(page)).toEqual([
      { target: "./a.md#b", line: 1 },
      { target: "i.png", line: 1 },
      { target: "e.md", line: 6 },
    ]);
  });

  it("has the anchors that GitHub makes", () => {
    expect(readAnchors("# What it *is*: `core`\n## Use\n## Use\n```sh\n# no heading\n```")).toEqual(
      ["what-it-is-core", "use", "use-1"],
    );
  });
});

describe("links to this repository on GitHub", () => {
  it("lead to its files", () => {
    const page =
      "[a](https://github.com/numipay/numipay-node/blob/main/docs/a.md#b) [c](https://c.test/)";
    expect(readRepositoryLinks(page)).toEqual([{ target: "docs/a.md#b", line: 1 }]);
  });
});
