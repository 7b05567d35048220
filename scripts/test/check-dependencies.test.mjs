import { describe, expect, it } from "vitest";
import { findBrokenDependencies } from "../check-dependencies.mjs";
import { smallTree } from "./small-tree.mjs";

const rulesOf = (files) => findBrokenDependencies(smallTree(files)).map(({ rule }) => rule);
const oneFile = (path, text) => rulesOf({ [path]: text });

describe("an allowed import", () => {
  it.each([
    ["packages/core/src/client/send.ts", 'import { x } from "../protocol/x.js";'],
    ["packages/core/src/webhooks/receiver.ts", 'import type { X } from "../protocol/x.js";'],
    [
      "packages/core/src/reconcile/reconcile.ts",
      'import { x } from "../client/x.js";\nimport { y } from "../webhooks/y.js";',
    ],
    [
      "packages/core/src/protocol/signature.ts",
      'import { sha1 } from "#sha1";\nimport { a } from "./a.js";',
    ],
    [
      "packages/express/src/index.ts",
      'import { x } from "@numipay/core/node";\nimport express from "express";',
    ],
    [
      "packages/sandbox/src/api/serve.ts",
      'import { x } from "@numipay/core/protocol";\nimport v from "@numipay/core/contract/vectors.json";',
    ],
    [
      "packages/express/test/x.test.ts",
      'import { x } from "@numipay/testing";\nimport { y } from "../src/y.js";',
    ],
    ["apps/shop/src/main.js", 'import { x } from "@numipay/sandbox";\nimport "./other.js";'],
    ["tools/bench/src/main.ts", 'import { x } from "measure";'],
    ["apps/shop/test/a.test.ts", 'import { x } from "sample-tests";'],
    ["apps/shop/demo/a.ts", 'import { x } from "sample-tests/demo";'],
  ])("is no finding in %s", (path, text) => {
    expect(oneFile(path, text)).toEqual([]);
  });
});

describe("a forbidden import", () => {
  it.each([
    [
      "protocol to client",
      "packages/core/src/protocol/a.ts",
      'import { x } from "../client/x.js";',
      "module rule: ../client/x.js",
    ],
    [
      "client to webhooks, for a type",
      "packages/core/src/client/a.ts",
      'import type { X } from "../webhooks/x.js";',
      "module rule: ../webhooks/x.js",
    ],
    [
      "webhooks to client, on the way",
      "packages/core/src/webhooks/a.ts",
      'const x = await import("../client/x.js");',
      "module rule: ../client/x.js",
    ],
    [
      "webhooks to reconcile, passed on",
      "packages/core/src/webhooks/a.ts",
      'export { x } from "../reconcile/x.js";',
      "module rule: ../reconcile/x.js",
    ],
    [
      "a module to core's entry",
      "packages/core/src/client/a.ts",
      'import { x } from "../index.js";',
      "module rule: ../index.js",
    ],
    [
      "core's protocol entry to the client",
      "packages/core/src/protocol.ts",
      'export { x } from "./client/x.js";',
      "module rule: ./client/x.js",
    ],
    [
      "the sandbox's api to its chaos",
      "packages/sandbox/src/api/a.ts",
      'import { x } from "../chaos/x.js";',
      "module rule: ../chaos/x.js",
    ],
    [
      "the CLI's terminal to a command",
      "packages/cli/src/terminal/a.ts",
      'import { x } from "../commands/x.js";',
      "module rule: ../commands/x.js",
    ],
    [
      "a tool to a tool",
      "tools/bench/src/a.js",
      'import { x } from "chaos";',
      "imports an app: chaos",
    ],
    [
      "a tool to an unpublished entry of a shared tool",
      "tools/bench/src/a.ts",
      'import { x } from "measure/random";',
      "unpublished entry: measure/random",
    ],
    [
      "a tool to the dist of a shared tool",
      "tools/bench/src/a.ts",
      'import { x } from "measure/dist/random.js";',
      "deep import: measure/dist/random.js",
    ],
    [
      "a shared tool to a tool",
      "tools/measure/src/a.ts",
      'import { x } from "bench";',
      "imports an app: bench",
    ],
    [
      "an app to a shared tool",
      "apps/shop/src/a.ts",
      'import { x } from "measure";',
      "imports an app: measure",
    ],
    [
      "core to an adapter",
      "packages/core/src/client/a.ts",
      'import { x } from "@numipay/express";',
      "package rule: @numipay/express",
    ],
    [
      "an adapter to testing",
      "packages/express/src/a.ts",
      'type X = import("@numipay/testing").X;',
      "package rule: @numipay/testing",
    ],
    [
      "the sandbox to the receiver",
      "packages/sandbox/src/gateway/a.ts",
      'import { x } from "@numipay/core";',
      "package rule: @numipay/core",
    ],
    [
      "a package to itself by name",
      "packages/express/src/a.ts",
      'import { x } from "@numipay/express";',
      "package rule: @numipay/express",
    ],
    [
      "a package with no row",
      "packages/hapi/src/a.ts",
      'import { x } from "@numipay/core";',
      "no row: @numipay/core",
    ],
    [
      "an adapter to core's dist",
      "packages/express/src/a.ts",
      'import { x } from "@numipay/core/dist/client/send.js";',
      "deep import: @numipay/core/dist/client/send.js",
    ],
    [
      "a test to a sibling's dist",
      "packages/express/test/a.test.ts",
      'import { x } from "@numipay/core/dist/x.js";',
      "deep import: @numipay/core/dist/x.js",
    ],
    [
      "an entry that is not published",
      "apps/shop/a.js",
      'import { x } from "@numipay/core/secret";',
      "unpublished entry: @numipay/core/secret",
    ],
    [
      "a path out of the package",
      "packages/express/src/a.ts",
      'import { x } from "../../core/src/x.js";',
      "crosses a boundary: ../../core/src/x.js",
    ],
    [
      "a path from app to app",
      "apps/shop/a.js",
      'import { x } from "../bench/x.js";',
      "crosses a boundary: ../bench/x.js",
    ],
    [
      "an app to an app",
      "apps/shop/a.js",
      'import { x } from "bench/x.js";',
      "imports an app: bench/x.js",
    ],
    [
      "an app's source to the sample fixtures",
      "apps/shop/src/a.ts",
      'import { x } from "sample-tests/demo";',
      "imports an app: sample-tests/demo",
    ],
    [
      "an app's test to a file of the sample fixtures",
      "apps/shop/test/a.test.ts",
      'import { x } from "sample-tests/dist/demo.js";',
      "deep import: sample-tests/dist/demo.js",
    ],
    [
      "a package's test to the sample fixtures",
      "packages/core/test/a.test.ts",
      'import { x } from "sample-tests";',
      "imports an app: sample-tests",
    ],
    [
      "a package to an app",
      "packages/core/src/client/a.ts",
      'const x = require("shop");',
      "imports an app: shop",
    ],
  ])("is found: %s", (_name, path, text, rule) => {
    expect(oneFile(path, text)).toEqual([rule]);
  });

  it("names file and line, and says what to do", () => {
    const root = smallTree({ "packages/core/src/protocol/a.ts": '\n\nimport "../client/x.js";\n' });

    expect(findBrokenDependencies(root)).toEqual([
      {
        file: "packages/core/src/protocol/a.ts",
        line: 3,
        rule: "module rule: ../client/x.js",
        advice: expect.stringContaining("Move what both need to a lower module"),
      },
    ]);
  });

  it("is found in a file that is in no module", () => {
    expect(oneFile("packages/cli/src/loose.ts", "export const one = 1;")).toEqual(["loose file"]);
    expect(oneFile("packages/cli/src/index.ts", "export const one = 1;")).toEqual([]);
  });

  it("is not seen in a comment or a text", () => {
    const text = '// import "../client/x.js"\nexport const text = `import "../client/x.js"`;';

    expect(oneFile("packages/core/src/protocol/a.ts", text)).toEqual([]);
  });
});

describe("a cycle", () => {
  it("is found once, with its way round", () => {
    const files = {
      "packages/core/src/client/a.ts": 'import { b } from "./b.js";',
      "packages/core/src/client/b.ts": 'import { c } from "./c.js";',
      "packages/core/src/client/c.ts": 'import type { A } from "./a.js";',
    };

    expect(rulesOf(files)).toEqual([
      "cycle: packages/core/src/client/a.ts -> packages/core/src/client/b.ts -> packages/core/src/client/c.ts -> packages/core/src/client/a.ts",
    ]);
  });

  it("is found through a # name", () => {
    const files = {
      "packages/core/src/protocol/signature.ts": 'import { sha1 } from "#sha1";',
      "packages/core/src/protocol/sha1-node.ts": 'import { x } from "./signature.js";',
    };

    expect(rulesOf(files)).toEqual([expect.stringContaining("cycle: ")]);
  });

  it("is not two ways to the same file", () => {
    const files = {
      "packages/core/src/client/a.ts": 'import "./b.js";\nimport "./c.js";',
      "packages/core/src/client/b.ts": 'import "./c.js";',
      "packages/core/src/client/c.ts": "export const c = 1;",
    };

    expect(rulesOf(files)).toEqual([]);
  });
});
