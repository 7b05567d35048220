import { describe, expect, it } from "vitest";
import { listExceptions } from "../src/list-exceptions.js";
import type { SuiteResult } from "../src/run-suite.js";
import { type Row, toAppTables, toFailures, toNotRun, toSummary, toTables } from "../src/table.js";

const excepted = [{ name: "a compressed body", reason: "the parser rejects it" }];
const failed = [{ name: "a case", message: "401 !== 200" }];

function toRow(runtime: string, adapter: string, result: Partial<SuiteResult>): Row {
  return {
    runtime,
    adapter,
    kind: runtime.startsWith("Node") ? "node" : "remote",
    result: { adapter, setup: "koa-body", passed: 49, failed: [], excepted: [], ...result },
  };
}

const rows = [
  toRow("Node 22.1.0", "Koa 2", { passed: 48, excepted }),
  toRow("Node 22.1.0", "Koa 3", { passed: 47, excepted, failed }),
  toRow("Node 24.1.0", "Koa 2", { passed: 48, excepted }),
  toRow("Bun 1.4.5", "Web handler", { setup: "no body parser" }),
];

describe("toTables", () => {
  it("has a line per host and a column per runtime", () => {
    expect(toTables(rows).split("\n")).toEqual([
      "| adapter | host setup |      Node 22.1.0 | Node 24.1.0 |",
      "| ------- | ---------- | ---------------: | ----------: |",
      "| Koa 2   | koa-body   |           48 + 1 |      48 + 1 |",
      "| Koa 3   | koa-body   | 47 + 1, 1 failed |     not run |",
      "",
      "| adapter     | host setup     | Bun 1.4.5 |",
      "| ----------- | -------------- | --------: |",
      "| Web handler | no body parser |        49 |",
    ]);
  });
});

describe("toAppTables", () => {
  it("has a table for the apps of the same runtimes", () => {
    const toAppRow = (runtime: string, adapter: string): Row => ({
      ...toRow(runtime, adapter, { adapter, setup: "Express", passed: 4 }),
      kind: "app",
    });
    const appRows = [
      toAppRow("Node 22.1.0", "AWS Lambda"),
      toAppRow("Node 22.1.0", "Next.js"),
      toAppRow("Bun 1.3.9", "Bun"),
      toAppRow("Bun 1.4.5", "Bun"),
    ];
    expect(toAppTables([...rows, ...appRows]).split("\n")).toEqual([
      "| runtime test | setup   | Node 22.1.0 |",
      "| ------------ | ------- | ----------: |",
      "| AWS Lambda   | Express |           4 |",
      "| Next.js      | Express |           4 |",
      "",
      "| runtime test | setup   | Bun 1.3.9 | Bun 1.4.5 |",
      "| ------------ | ------- | --------: | --------: |",
      "| Bun          | Express |         4 |         4 |",
    ]);
    expect(toAppTables(rows)).toBe("");
  });
});

describe("toSummary", () => {
  it("counts the cases", () => {
    expect(toSummary(rows)).toBe("196 cases: 192 passed, 1 failed, 3 known exceptions.");
  });
});

describe("toNotRun", () => {
  it("gives the reason", () => {
    const missing = { runtime: "Bun", adapter: "all", kind: "remote" } as const;
    expect(toNotRun([...rows, { ...missing, notRun: "no network" }])).toEqual([
      "Not run: Bun, all: no network",
    ]);
  });
});

describe("toFailures", () => {
  it("names the host of each failure", () => {
    expect(toFailures(rows)).toEqual(["Node 22.1.0, Koa 3, koa-body: a case\n401 !== 200\n"]);
  });
});

describe("listExceptions", () => {
  it("lists each exception once, with all its hosts", () => {
    expect(listExceptions(rows).split("\n")).toEqual([
      "Koa 2 (koa-body), Koa 3 (koa-body):",
      "",
      "- a compressed body: the parser rejects it.",
    ]);
  });
});
