import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const page = readFileSync(new URL("../../../../docs/gateway.md", import.meta.url), "utf8");
const tests = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => readFileSync(join(import.meta.dirname, name), "utf8"))
  .join("\n");

/** The first cell of each row of the page. */
const readRows = (text: string) =>
  [...text.matchAll(/^\| ([TOWP]\d+) +\|/gm)].map(([, id = ""]) => id);

/** The ids at the start of test titles, including those of `it.each`. */
const readTests = (text: string) => [
  ...new Set([...text.matchAll(/^ *(?:it|\)?)\(?\s*"([TOWP]\d+) /gm)].map(([, id = ""]) => id)),
];

describe("docs/gateway.md", () => {
  const rows = readRows(page);

  it("numbers the facts consecutively", () => {
    for (const group of ["T", "O", "W", "P"]) {
      const own = rows.filter((id) => id.startsWith(group));
      expect(own.length).toBeGreaterThan(4);
      expect(own).toEqual(own.map((_, index) => `${group}${index + 1}`));
    }
  });

  it("has exactly one test for each fact", () => {
    expect(readTests(tests).toSorted()).toEqual(rows.toSorted());
  });

  it("states the source of each fact", () => {
    const unsourced = page
      .split("\n")
      .filter((line) => /^\| [TOWP]\d/.test(line))
      .filter(
        (line) => !/\| *(documented|assumed|unknown|none documented|ours|follows)/.test(line),
      );
    expect(unsourced).toEqual([]);
  });
});

describe("readTests", () => {
  it("finds both forms of a test title", () => {
    const text = [
      '  it("T1 HTTPS", () => {',
      "  it.each([1])(",
      '    "W8 a response of %i",',
      '// "O9 "',
    ];
    expect(readTests(text.join("\n"))).toEqual(["T1", "W8"]);
    expect(readRows("| T1 | a |\n| T12 | b |\n| id | c |\ntext | T3 |")).toEqual(["T1", "T12"]);
  });
});
