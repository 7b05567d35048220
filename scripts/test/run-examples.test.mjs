import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { collectExamples } from "../collect-examples.mjs";
import { checkExamples } from "../run-examples.mjs";
import { root } from "../run-program.mjs";
import { smallTree } from "./small-tree.mjs";

const fence = (flags, ...lines) => ["```" + flags, ...lines, "```", ""].join("\n");
const collect = (text) => collectExamples([{ file: "README.md", text }]);

/** Compiles and runs the examples of a page whose house has one package, `@numipay/core`, that exports `one`. */
async function check(text) {
  const tree = smallTree({
    "tsconfig.base.json":
      '{"compilerOptions":{"module":"nodenext","target":"es2023","strict":true,"types":["node"]}}',
    "packages/core/package.json":
      '{"name":"@numipay/core","type":"module","exports":{".":{"types":"./index.d.ts","default":"./index.js"}}}',
    "packages/core/index.js": "export const one = 1;",
    "packages/core/index.d.ts": "export declare const one: number;",
  });
  symlinkSync(join(root, "node_modules"), join(tree, "node_modules"), "junction");
  const { examples, problems } = collect(text);
  expect(problems).toEqual([]);
  return checkExamples(tree, examples);
}

const start = 'import { one } from "@numipay/core";';

// Each case starts the compiler.
describe("the examples of a page", { timeout: 60_000 }, () => {
  it("begin with imports, and go on in the blocks after them", () => {
    const { examples } = collect(fence("ts", start) + "And:\n" + fence("ts", "console.log(one);"));

    expect(examples).toHaveLength(1);
    expect(examples[0].text.split("\n")[5]).toBe("console.log(one);");
    expect(examples[0].blocks).toEqual([
      { line: 2, text: start },
      { line: 6, text: "console.log(one);" },
    ]);
  });

  it.each([
    [
      "that has no imports and nothing to go on from",
      fence("ts", "f();"),
      "an example begins with its imports",
    ],
    [
      "that is not run, without a reason",
      fence("ts no-run", start),
      "a no-run block has its reason",
    ],
    [
      "that goes on in another language",
      fence("ts", start) + fence("js", "f();"),
      "of the same kind",
    ],
  ])("may not have one %s", (_name, page, problem) => {
    expect(collect(page).problems).toEqual([expect.stringContaining(problem)]);
  });

  it("compile and run, in TypeScript and JavaScript", async () => {
    const page =
      fence("ts", start, "const n: number = one;") + fence("js", start, "console.log(one);");

    expect(await check(page)).toEqual({ ran: 2, failures: [] });
  });

  it("fail at the page's own line when they do not compile", async () => {
    const { failures } = await check("# Page\n" + fence("ts", start, "const s: string = one;"));

    expect(failures).toEqual([expect.stringMatching(/^README\.md:4: error TS2322/)]);
  });

  it("fail when they end with an error", async () => {
    const { failures } = await check(fence("ts", start, "throw new Error(`no ${one}`);"));

    expect(failures).toEqual([
      expect.stringMatching(/^README\.md:2 {2}the example ends with 1[\s\S]*no 1/),
    ]);
  });

  it("fail when a server accepts a forged delivery", async () => {
    const server = [
      'import { createServer } from "node:http";',
      "createServer((_request, response) => response.end()).listen(process.env.PORT);",
    ];
    const { failures } = await check(fence("ts serve", ...server));

    expect(failures).toEqual([
      expect.stringContaining("200 to a genuine delivery and with 200 to a forged one"),
    ]);
  });

  it("fail when a server does not listen", async () => {
    const { failures } = await check(fence("ts serve", start, "console.log(one);"));

    expect(failures).toEqual([expect.stringContaining("does not listen on PORT")]);
  });

  it("are compiled and not run when they say so", async () => {
    const page =
      "<!-- it waits for a visitor -->\n" + fence("ts no-run", start, "throw new Error(`${one}`);");

    expect(await check(page)).toEqual({ ran: 0, failures: [] });
  });
});
