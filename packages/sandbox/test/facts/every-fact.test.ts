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

/** The id at the head of each test's name, `it.each` and its values included. */
const readTests = (text: string) => [
  ...new Set([...text.matchAll(/^ *(?:it|\)?)\(?\s*"([TOWP]\d+) /gm)].map(([, id = ""]) => id)),
];

describe("docs/gateway.md", () => {
  const rows = readRows(page);

  it("gives each fact an id of its own, counted without a gap", () => {
    for (const group of ["T", "O", "W", "P"]) {
      const own = rows.filter((id) => id.startsWith(group));
      expect(own.length).toBeGreaterThan(4);
      expect(own).toEqual(own.map((_, index) => `${group}${index + 1}`));
    }
  });

  it("has a test for each fact, and each test has its fact", () => {
    expect(readTests(tests).toSorted()).toEqual(rows.toSorted());
  });

  it("says of each fact where it is known from", () => {
    const silent = page
      .split("\n")
      .filter((line) => /^\| [TOWP]\d/.test(line))
      .filter(
        (line) => !/\| *(documented|assumed|unknown|none documented|ours|follows)/.test(line),
      );
    expect(silent).toEqual([]);
  });
});

describe("the reading of names", () => {
  it("sees both forms of a test, and nothing inside a line", () => {
    const text = [
      '  it("T1 HTTPS", () => {',
      "  it.each([1])(",
      '    "W8 an answer of %i",',
      '// "O9 "',
    ];
    expect(readTests(text.join("\n"))).toEqual(["T1", "W8"]);
    expect(readRows("| T1 | a |\n| T12 | b |\n| id | c |\ntext | T3 |")).toEqual(["T1", "T12"]);
  });
});
