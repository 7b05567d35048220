import { expect, it } from "vitest";
import { controls, modes } from "../src/modes.js";
import { isQuick } from "../src/quick-cells.js";

const cellsOf = (table, isControl) =>
  Object.entries(table).flatMap(([name, { families }]) =>
    families.map((familyName) => ({ name, familyName, isControl })),
  );
const quick = cellsOf(modes, false).filter(isQuick);

it("has lines of every engine, each of which the modes know", () => {
  const names = [...new Set(quick.map(({ name }) => name))];
  expect(names).toEqual(["memory", "postgres", "pglite", "redis", "bullmq with redis"]);
  expect(quick).toHaveLength(15);
});

it("plays kill -9 and the outage on all that outlives its process", () => {
  for (const familyName of ["kill -9", "outage"]) {
    const names = quick.filter((cell) => cell.familyName === familyName).map(({ name }) => name);
    expect(names).toEqual(["postgres", "pglite", "redis", "bullmq with redis"]);
  }
});

it("plays every mistake", () => {
  const all = cellsOf(controls, true);
  expect(all.filter(isQuick)).toEqual(all);
});
