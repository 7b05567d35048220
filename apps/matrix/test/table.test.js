// @ts-check
import { expect, test } from "vitest";
import { toFailures, toHoles, toTable } from "../src/table.js";

const hole = { name: "does not hold (it has no trailers): a case", reason: "it has no trailers" };
const failed = [{ name: "a case", message: "401 !== 200" }];

/** @type {import("../src/table.js").Row[]} */
const rows = [
  {
    runtime: "Node 24.1.0",
    adapter: "Koa 3",
    tally: { adapter: "", passed: 48, failed, holes: [] },
  },
  {
    runtime: "Bun 1.4.5",
    adapter: "Web",
    tally: { adapter: "", passed: 48, failed: [], holes: [hole] },
  },
];

test("the table is aligned, numbers to the right", () => {
  expect(toTable(rows).split("\n")).toEqual([
    "| runtime     | adapter | passed | failed | holes |",
    "| ----------- | ------- | -----: | -----: | ----: |",
    "| Node 24.1.0 | Koa 3   |     48 |      1 |     0 |",
    "| Bun 1.4.5   | Web     |     48 |      0 |     1 |",
  ]);
});

test("a runtime that was not run says why", () => {
  const [, , row] = toTable([{ runtime: "Bun", adapter: "Web", notRun: "no network" }]).split("\n");
  expect(row).toBe("| Bun     | Web     | not run: no network |        |       |");
});

test("failures and holes say where they are", () => {
  expect(toFailures(rows)).toEqual(["Node 24.1.0, Koa 3: a case\n401 !== 200\n"]);
  expect(toHoles(rows)).toEqual([`- Bun 1.4.5, Web: ${hole.name}`]);
});
