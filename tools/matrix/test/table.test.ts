// @ts-check
import type { Row } from "../src/table.js";
import { expect, test } from "vitest";
import { toFailures, toNotRun, toSummary, toTables } from "../src/table.js";
import { toHoles } from "../src/to-holes.js";

const hole = { name: "a compressed body", reason: "the parser answers" };
const failed = [{ name: "a case", message: "401 !== 200" }];

const rowOf: (runtime: string, adapter: string, tally: object) => Row = (
  runtime,
  adapter,
  tally,
) => ({
  runtime,
  adapter,
  battery: runtime.startsWith("Node") ? "node" : "remote",
  tally: { adapter, situation: "koa-body", passed: 49, failed: [], holes: [], ...tally },
});

const rows = [
  rowOf("Node 22.1.0", "Koa 2", { passed: 48, holes: [hole] }),
  rowOf("Node 22.1.0", "Koa 3", { passed: 47, holes: [hole], failed }),
  rowOf("Node 24.1.0", "Koa 2", { passed: 48, holes: [hole] }),
  rowOf("Bun 1.4.5", "Web handler", { situation: "no body parser" }),
];

test("a line for each adapter in a situation, a column for each runtime, aligned, numbers to the right", () => {
  expect(toTables(rows).split("\n")).toEqual([
    "| adapter | what it finds |      Node 22.1.0 | Node 24.1.0 |",
    "| ------- | ------------- | ---------------: | ----------: |",
    "| Koa 2   | koa-body      |           48 + 1 |      48 + 1 |",
    "| Koa 3   | koa-body      | 47 + 1, 1 failed |     not run |",
    "",
    "| adapter     | what it finds  | Bun 1.4.5 |",
    "| ----------- | -------------- | --------: |",
    "| Web handler | no body parser |        49 |",
  ]);
});

test("the cases are counted", () => {
  expect(toSummary(rows)).toBe("196 cases run: 192 passed, 1 failed, 3 in holes.");
});

test("what was not run says why", () => {
  const missing = { runtime: "Bun", adapter: "all", battery: "remote" } as const;
  expect(toNotRun([...rows, { ...missing, notRun: "no network" }])).toEqual([
    "Not run: Bun, all: no network",
  ]);
});

test("failures say where they are", () => {
  expect(toFailures(rows)).toEqual(["Node 22.1.0, Koa 3, koa-body: a case\n401 !== 200\n"]);
});

test("a hole is told once, with its reason and every place", () => {
  expect(toHoles(rows).split("\n")).toEqual([
    "Koa 2 (koa-body), Koa 3 (koa-body):",
    "",
    "- a compressed body: the parser answers.",
  ]);
});
