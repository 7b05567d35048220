import { describe, expect, it } from "vitest";
import { findProblems, findTests, generatePage } from "../generate-facts.mjs";

const fact = { id: "T1", fact: "a", from: "b", known: "documented", client: "a.ts run" };
const context = {
  read: (path) => (path === "a.ts" ? "function run() {}" : undefined),
  assumptions: [],
};
const tests = new Map([["T1", {}]]);
const problemsOf = (change, more = {}) =>
  findProblems([{ facts: [{ ...fact, ...change }] }], tests, { ...context, ...more });

describe("the facts of the gateway", () => {
  it("are on the page as they are written down, each with its code and its test", async () => {
    const { problems, page, code } = await generatePage();
    expect(problems).toEqual([]);
    expect(page).toBe(code);
    expect(findTests().size).toBeGreaterThan(50);
  });

  it.each([
    [
      { id: "T2" },
      [
        "T2: no test in packages/sandbox/test/facts begins with its id",
        "T1: it has a test and is no fact",
      ],
    ],
    [{ known: "maybe" }, ["T1: known must be documented, assumed, unknown or ours"]],
    [{ client: undefined }, ["T1: no part of the project implements it"]],
    [{ client: "b.ts run" }, ["T1: there is no file packages/b.ts"]],
    [{ client: "a.ts walk" }, ["T1: a.ts does not have walk"]],
    [{ known: "assumed" }, ["T1: openapi.yaml does not list it under x-assumptions"]],
  ])("are refused with %o", (change, problems) => {
    expect(problemsOf(change)).toEqual(problems);
  });

  it("are refused where the contract calls a documented one assumed", () => {
    expect(problemsOf({}, { assumptions: ["T1"] })).toEqual([
      "T1: openapi.yaml lists it under x-assumptions, and facts.yaml does not call it assumed",
    ]);
  });
});
