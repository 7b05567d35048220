import { expect, it } from "vitest";
import { controls, modes } from "../../src/play/modes.js";
import { isQuick } from "../../src/command/quick-cells.js";

const cellsOf = (table, isControl) =>
  Object.entries(table).flatMap(([name, { families }]) =>
    families.map((familyName) => ({ name, familyName, isControl })),
  );
const quick = cellsOf(modes, false).filter(isQuick);

it("has a hard line of every engine, each of which the modes know", () => {
  const names = [...new Set(quick.map(({ name }) => name))];
  const engines = ["client", "memory", "postgres", "pglite", "redis", "bullmq with redis"];
  expect(names).toEqual([...engines, "bullmq with postgres"]);
  expect(quick).toHaveLength(17);
});

it("plays the outage once", () => {
  const names = quick.filter(({ familyName }) => familyName === "outage").map(({ name }) => name);
  expect(names).toEqual(["redis"]);
});

it("plays every negative control", () => {
  const all = cellsOf(controls, true);
  expect(all.filter(isQuick)).toEqual(all);
});
