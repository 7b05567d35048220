import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  findForeignCommands,
  findPackageBreaks,
  findPackedBreaks,
  supportedNode,
} from "../check-packages.mjs";
import { smallTree } from "./small-tree.mjs";

const repository = "https://github.com/numipay/numipay-node";
const manifest = {
  name: "@numipay/koa",
  homepage: `${repository}/tree/main/packages/koa#readme`,
  bugs: { url: `${repository}/issues` },
  license: "MIT",
  repository: { type: "git", url: `git+${repository}.git`, directory: "packages/koa" },
  files: ["CHANGELOG.md", "dist"],
  publishConfig: { access: "public", provenance: true },
  engines: { node: supportedNode },
};

/** The rules that a package breaks. */
function rulesOf(changes = {}, files = {}) {
  const root = smallTree({
    "package.json": JSON.stringify({ engines: { node: supportedNode } }),
    LICENSE: "MIT License",
    "packages/koa/package.json": JSON.stringify({ ...manifest, ...changes }),
    "packages/koa/LICENSE": "MIT License",
    "packages/koa/README.md": `[docs](${repository}/blob/main/docs/errors.md), [below](#options)`,
    ...files,
  });
  return findPackageBreaks(root)
    .filter(({ file }) => file.startsWith("packages/koa"))
    .map(({ rule }) => rule);
}

describe("a package", () => {
  it("passes with every field, its license and absolute links", () => {
    expect(rulesOf()).toEqual([]);
  });

  it.each([
    ["homepage", undefined, "homepage is set"],
    ["bugs", {}, "bugs.url is set"],
    ["publishConfig", { access: "public" }, "publishConfig is set"],
    ["files", ["dist"], "the changelog is packed"],
    ["engines", { node: ">=20.19" }, "engines.node is set"],
  ])("needs its %s", (field, value, rule) => {
    expect(rulesOf({ [field]: value })).toContain(rule);
  });

  it("needs the license of the root", () => {
    expect(rulesOf({}, { "packages/koa/LICENSE": "Another" })).toEqual([
      "every package has the license",
    ]);
  });

  it("has no link that npm cannot resolve", () => {
    expect(rulesOf({}, { "packages/koa/README.md": "[core](../core/README.md)" })).toEqual([
      "links work on npm",
    ]);
  });
});

describe("a tarball", () => {
  const packed = ["package.json", "README.md", "SKILL.md", "LICENSE", "dist/index.js"];
  const workspace = { dir: "/nowhere", manifest: { main: "./dist/index.js" } };

  it("passes with what users need", () => {
    expect(findPackedBreaks(packed, workspace)).toEqual([]);
  });

  it("contains the TypeScript of migrations", () => {
    const migration = "migrations/postgres/knex-migration.ts";
    expect(findPackedBreaks([...packed, migration], workspace)).toEqual([]);
  });

  it.each([
    "src/index.ts",
    "dist/index.ts",
    "dist/a.test.js",
    ".tsbuildinfo",
    "dist/index.js.map",
    "test/a.js",
  ])("does not contain %s", (file) => {
    expect(findPackedBreaks([...packed, file], workspace)).toEqual([`${file} is packed`]);
  });

  it("contains the license, the entry and the changelog", () => {
    const dir = mkdtempSync(join(tmpdir(), "numipay-packed-"));
    writeFileSync(join(dir, "CHANGELOG.md"), "");
    expect(findPackedBreaks(["package.json", "README.md"], { ...workspace, dir })).toEqual([
      "SKILL.md is not packed",
      "LICENSE is not packed",
      "CHANGELOG.md is not packed",
      "dist/index.js is not packed",
    ]);
    rmSync(dir, { recursive: true });
  });
});

describe("a command in a page", () => {
  it("is run from our own package", () => {
    expect(findForeignCommands("a.md", "npx @numipay/cli doctor")).toEqual([]);
    expect(findForeignCommands("a.md", "\nnpx -y numipay doctor")).toMatchObject([{ line: 2 }]);
  });
});
