import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { BlockHovers } from "../../src/hovers/block-hovers.js";
import { blockKey } from "../../src/hovers/block-key.js";
import { readHovers } from "../../src/hovers/read-hovers.js";

const shop = `
/**
 * Opens a shop
 * with a name.
 *
 * It closes at night.
 */
export declare function openShop(name: string): { sell(amount: string): number };
export declare const huge: ${"Long".repeat(300)};
interface ${"Long".repeat(300)} { a: string }
`;
const first = `import { openShop as open, huge } from "./shop.js";

// The first.
const shop = open("a");`;
const second = `const total = shop.sell("1.00");
console.log(total, huge);`;
// As on a page: the first block is in line 3, the second in line 9.
const example = `\n\n${first}\n\n${second}\n`;

let folder: string;
let blocks: Map<string, BlockHovers>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hovers-"));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write("tsconfig.json", '{"compilerOptions":{"module":"nodenext","strict":true,"types":[]}}');
  write("package.json", '{"type":"module"}');
  write("shop.d.ts", shop);
  write("example.ts", example);
  blocks = readHovers([
    {
      page: "page.md",
      path: join(folder, "example.ts"),
      blocks: [
        { line: 3, text: first },
        { line: 8, text: second },
      ],
    },
  ]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The hovers of a block, each with the text of its place there. */
function readBlock(text: string) {
  const { words, hovers } = blocks.get(blockKey(text)) ?? { words: [], hovers: [] };
  const lines = text.split("\n");
  return words.map(([line, from, to, index]) => ({
    word: lines[line]?.slice(from, to),
    ...hovers[index],
  }));
}

it("says what each word of an example is, with the first paragraph of its comment", () => {
  const opened = {
    type: "open(name: string): {\n    sell(amount: string): number;\n}",
    doc: "Opens a shop with a name.",
  };
  const found = readBlock(first);
  expect(found.map(({ word }) => word)).toEqual(["openShop", "open", "huge", "shop", "open"]);
  expect(found.at(-1)).toEqual({ word: "open", ...opened });
  expect(found[3]).toEqual({
    word: "shop",
    type: "const shop: {\n    sell(amount: string): number;\n}",
    doc: "",
  });
});

it("goes on in the blocks after it", () => {
  expect(readBlock(second).slice(0, 3)).toEqual([
    { word: "total", type: "const total: number", doc: "" },
    { word: "shop", type: "const shop: {\n    sell(amount: string): number;\n}", doc: "" },
    { word: "sell", type: "(method) sell(amount: string): number", doc: "" },
  ]);
});

it("shortens a type that would fill the page", () => {
  const huge = readBlock(second).find(({ word }) => word === "huge");
  expect(huge?.type).toHaveLength(1_001);
  expect(huge?.type).toMatch(/^const huge: .+…$/s);
});

it("fails for an example that does not compile, with its line on the page", () => {
  const path = join(folder, "wrong.ts");
  writeFileSync(path, 'import { openShop } from "./shop.js";\n\nopenShop(1);\n');
  expect(() => readHovers([{ page: "docs/wrong.md", path, blocks: [] }])).toThrow(
    /^Examples do not compile:\ndocs\/wrong\.md:3 {2}Argument of type 'number' is not assignable/,
  );
});
