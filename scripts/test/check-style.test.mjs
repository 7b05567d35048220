import { describe, expect, it } from "vitest";
import { findStyleBreaks } from "../check-style.mjs";
import { smallTree } from "./small-tree.mjs";

/** What is found in one file of a small repository. */
function breaksOf(path, text = "export const x = 1;") {
  return findStyleBreaks(smallTree({ [path]: text }))
    .filter(({ file }) => file === path)
    .map(({ rule, line }) => `${line} ${rule}`);
}

describe("a file in a package's src", () => {
  it.each([
    ["packages/core/src/client/send.ts"],
    ["packages/core/src/index.ts"],
    ["packages/core/src/protocol/sha1-node.ts"],
    ["packages/core/src/protocol/contract.generated.ts"],
  ])("may be called %s", (path) => {
    expect(breaksOf(path)).toEqual([]);
  });

  it.each([
    ["packages/core/src/client/sendRequest.ts", "1 file names are kebab-case"],
    ["packages/core/src/client/Send.ts", "1 file names are kebab-case"],
    ["packages/core/src/client/send_request.ts", "1 file names are kebab-case"],
    ["packages/core/src/utils.ts", "1 no drawer file"],
    ["packages/core/src/client/helpers.ts", "1 no drawer file"],
    ["packages/core/src/common.ts", "1 no drawer file"],
    ["packages/core/src/client/index.ts", "1 index.ts only as a package's entry"],
  ])("may not be called %s", (path, found) => {
    expect(breaksOf(path)).toEqual([found]);
  });

  it.each([
    ['export * from "./a.js";', "1 no export *"],
    ['export * as a from "./a.js";', "1 no export *"],
    ["\nexport function f(x: any) {}", "2 no any"],
    ["export const x = 1 as any;", "1 no any"],
    ["export type All = Record<string, any>;", "1 no any"],
  ])("may not say %s", (text, found) => {
    expect(breaksOf("packages/core/src/a.ts", text)).toEqual([found]);
  });

  it("may say any in a comment and in a name", () => {
    expect(breaksOf("packages/core/src/a.ts", "// as any\nexport const any = 1;")).toEqual([]);
  });

  it("has at most 250 lines", () => {
    expect(breaksOf("packages/core/src/a.ts", "//\n".repeat(250))).toEqual([]);
    expect(breaksOf("packages/core/src/a.ts", "//\n".repeat(251))).toEqual([
      "251 at most 250 lines",
    ]);
  });

  it("is not held to them when it is generated, or a test", () => {
    expect(breaksOf("packages/core/src/a.generated.ts", "//\n".repeat(999))).toEqual([]);
    expect(breaksOf("packages/core/test/a.test.ts", "export const x: any = 1;")).toEqual([]);
  });
});

describe("a package", () => {
  it("has its five parts, and a README that says something", () => {
    const root = smallTree({
      "packages/express/src/index.ts": "",
      "packages/express/README.md": "",
      "packages/express/tsconfig.json": "{}",
    });
    const missing = findStyleBreaks(root).map(({ file }) => file);

    expect(missing.filter((file) => file.startsWith("packages/express/"))).toEqual([
      "packages/express/README.md",
      "packages/express/test",
    ]);
  });
});

describe("JavaScript", () => {
  it.each([
    ["packages/core/test/process.mjs"],
    ["apps/shop/src/main.js"],
    ["tools/bench/src/main.cjs"],
  ])("is found in %s", (path) => {
    expect(breaksOf(path)).toContain("1 source is TypeScript");
  });

  it.each([
    ["packages/cli/bin/numipay.js"],
    ["packages/mcp/bin/numipay-mcp.js"],
    ["packages/core/rolldown.config.mjs"],
    ["scripts/setup.mjs"],
  ])("is allowed in %s", (path) => {
    expect(breaksOf(path)).toEqual([]);
  });
});
