import { describe, expect, it } from "vitest";
import { problemsOf, showTable } from "../src/report.js";

const clean = {
  name: "memory",
  familyName: "duplicates",
  mode: {},
  isControl: false,
  events: 1200,
  deliveries: 9000,
  faults: 1200,
  lost: 0,
  doubled: 0,
  regressed: 0,
  phantoms: 0,
  again: 0,
  seconds: 1.23,
};
const control = { ...clean, name: "a mistake", isControl: true, mode: { shows: "doubled" } };

describe("problemsOf", () => {
  it("finds none in a clean line", () => {
    expect(problemsOf(clean)).toEqual([]);
  });

  it.each(["lost", "doubled", "regressed", "phantoms"])("tells of %s", (kind) => {
    expect(problemsOf({ ...clean, [kind]: 2 })).toEqual([`memory, duplicates: ${kind} 2.`]);
  });

  it("does not call a line proven in which nothing went wrong", () => {
    expect(problemsOf({ ...clean, faults: 0 })).toEqual([
      "memory, duplicates: no fault was played.",
    ]);
  });

  it("tells of a handler that ran again where nobody was hit, though the effect hid it", () => {
    expect(problemsOf({ ...clean, again: 1 })).toHaveLength(1);
    expect(problemsOf({ ...clean, again: 1, familyName: "kill -9" })).toEqual([]);
  });

  it("wants a mistake to show", () => {
    expect(problemsOf({ ...control, doubled: 1 })).toEqual([]);
    expect(problemsOf({ ...control, lost: 1 })[0]).toMatch(/must show as doubled/);
  });
});

describe("showTable", () => {
  it("has a row for each line, mistakes in brackets", () => {
    const table = showTable([clean, control]).split("\n");
    expect(table).toHaveLength(4);
    expect(table[2]).toMatch(/^\| memory {6}\| duplicates/);
    expect(table[3]).toMatch(/^\| \(a mistake\)/);
  });
});
