import { describe, expect, it } from "vitest";
import { rewriteLinks } from "../../src/pages/rewrite-links.js";
import { folders } from "../../src/site-folders.js";

const { repository } = folders;
const routes = new Map([
  ["docs/errors.md", "reference/errors"],
  ["docs/decisions/README.md", "project/decisions/index"],
  ["packages/core/README.md", "reference/core"],
  ["README.md", "index"],
]);
const rewrite = (markdown: string, source = "packages/express/README.md") =>
  rewriteLinks(markdown, { repository, source, routes });
const github = "https://github.com/numipay/numipay-node";

describe("a link to a page of the site", () => {
  it.each([
    ["[Errors](../../docs/errors.md)", "[Errors](/reference/errors)"],
    ["[Errors](../../docs/errors.md#after)", "[Errors](/reference/errors#after)"],
    [`[Errors](${github}/blob/main/docs/errors.md#after)`, "[Errors](/reference/errors#after)"],
    ["[the core](../core)", "[the core](/reference/core)"],
    [`[the core](${github}/tree/main/packages/core)`, "[the core](/reference/core)"],
    ["[decisions](../../docs/decisions/README.md)", "[decisions](/project/decisions/)"],
    [`[front page](${github}/blob/main/README.md)`, "[front page](/)"],
    ['<a href="../../docs/errors.md">', '<a href="/reference/errors">'],
    ["[errors]: ../../docs/errors.md", "[errors]: /reference/errors"],
    ["[`isA`](../../docs/errors.md)", "[`isA`](/reference/errors)"],
  ])("becomes its route: %s", (before, after) => {
    expect(rewrite(before)).toBe(after);
  });
});

describe("another link", () => {
  it.each([
    ["[a file](src/index.ts)", `[a file](${github}/blob/main/packages/express/src/index.ts)`],
    ["[a folder](../../scripts)", `[a folder](${github}/tree/main/scripts)`],
    [`[the repository](${github})`, `[the repository](${github})`],
  ])("leads to GitHub: %s", (before, after) => {
    expect(rewrite(before)).toBe(after);
  });

  it.each([
    "[here](#options)",
    "[msw](https://mswjs.io)",
    "[issues](https://github.com/numipay/numipay-node/issues)",
    "`[code](../../docs/errors.md)`",
    "```md\n[code](../../docs/errors.md)\n```",
  ])("stays as it is: %s", (text) => {
    expect(rewrite(text)).toBe(text);
  });

  it("loads images from the site", () => {
    expect(rewrite('<img src="../images/a.svg">', "docs/concepts/x.md")).toBe(
      '<img src="/images/a.svg">',
    );
  });
});
