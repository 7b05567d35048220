import { describe, expect, it } from "vitest";
import { findUnusedExports } from "../check-unused-exports.mjs";
import { smallTree } from "./small-tree.mjs";

const exported = {
  "docs/public-exports/core.txt": "@numipay/core Numipay\n@numipay/core type Inbox\n",
};
const isSample = { "apps/shop/demo/main.js": "" };

function rulesOf(files) {
  return findUnusedExports(smallTree({ ...exported, ...isSample, ...files })).map(
    ({ line, rule }) => `${line} ${rule}`,
  );
}

const reason = (...lines) => ({ "docs/unused-exports.txt": `# Why.\n\n${lines.join("\n")}\n` });
const numipayIsUsed = { "apps/shop/src/a.js": 'import { Numipay } from "@numipay/core";' };

describe("an export that nothing uses", () => {
  it("needs a reason", () => {
    expect(rulesOf({})).toEqual([
      "1 no reason: @numipay/core Numipay",
      "1 no reason: @numipay/core type Inbox",
    ]);
  });

  it("passes with one", () => {
    expect(
      rulesOf(reason("@numipay/core Numipay: because", "@numipay/core type Inbox: so")),
    ).toEqual([]);
  });

  it("is not used by a test, a tool or another page of docs", () => {
    const text = 'import { Numipay } from "@numipay/core";';
    const files = {
      "apps/shop/test/a.test.js": text,
      "tools/bench/src/a.js": text,
      "docs/a.md": `\`\`\`ts\n${text}\n\`\`\`\n`,
      ...reason("@numipay/core type Inbox: so"),
    };
    expect(rulesOf(files)).toEqual(["1 no reason: @numipay/core Numipay"]);
  });

  it("is not used where another package's export has its name", () => {
    const files = {
      "apps/shop/src/a.js": 'import { Numipay } from "@numipay/express";',
      ...reason("@numipay/core type Inbox: so"),
    };
    expect(rulesOf(files)).toEqual(["1 no reason: @numipay/core Numipay"]);
  });
});

describe("an export is used", () => {
  it.each([
    ["by an import", 'import { type Inbox as Box } from "@numipay/core";'],
    ["by an import of types", 'import type { Inbox } from "@numipay/core";'],
    ["by an export", 'export { type Inbox } from "@numipay/core";'],
    ["by a type in a comment", '/** @param {import("@numipay/core").Inbox} inbox */ f();'],
    ["by a declaration", 'declare module "@numipay/core" { interface Inbox { a: 1 } }'],
  ])("%s of a sample", (_what, text) => {
    expect(rulesOf({ ...numipayIsUsed, "apps/shop/src/b.ts": text })).toEqual([]);
  });

  it.each(["README.md", "packages/core/README.md", "tools/bench/README.md", "docs/guides/koa.md"])(
    "by %s",
    (page) => {
      const text = '```ts\nimport { type Inbox } from "@numipay/core";\n```\n';
      expect(rulesOf({ ...numipayIsUsed, [page]: text })).toEqual([]);
    },
  );

  it("and not where a README only names it", () => {
    const page = { "README.md": "`Inbox` of @numipay/core\n```sh\nInbox\n```\n" };
    expect(rulesOf({ ...numipayIsUsed, ...page })).toEqual([
      "1 no reason: @numipay/core type Inbox",
    ]);
  });
});

describe("a reason", () => {
  it("must go once its export is used", () => {
    const files = {
      ...numipayIsUsed,
      ...reason("@numipay/core Numipay: because", "@numipay/core type Inbox: so"),
    };
    expect(rulesOf(files)).toEqual(["3 is used: @numipay/core Numipay"]);
  });

  it("must go once its export is gone, or is of another kind", () => {
    const lines = ["@numipay/core Gone: because", "@numipay/core Inbox: no type"];
    expect(
      rulesOf({ ...numipayIsUsed, ...reason(...lines, "@numipay/core type Inbox: so") }),
    ).toEqual(["3 is gone: @numipay/core Gone", "4 is gone: @numipay/core Inbox"]);
  });

  it.each(["@numipay/core type Inbox:", "@numipay/core type Inbox", "Inbox: because"])(
    "is not %j",
    (line) => {
      expect(rulesOf({ ...numipayIsUsed, ...reason(line) })).toEqual([
        `3 not a reason: ${line}`,
        "1 no reason: @numipay/core type Inbox",
      ]);
    },
  );

  it("is listed once, in alphabetical order", () => {
    const lines = ["@numipay/core type Inbox: so", "@numipay/core type Inbox: again"];
    expect(rulesOf({ ...numipayIsUsed, ...reason(...lines) })).toEqual([
      `4 not a reason: ${lines[1]}`,
    ]);
  });
});
