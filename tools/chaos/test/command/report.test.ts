import { describe, expect, it } from "vitest";
import { problemsOf } from "../../src/command/problems.js";
import { showHits, showPlays, toTable } from "../../src/command/report.js";

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

  it("tells how much of what is lost had got a 2xx", () => {
    expect(problemsOf({ ...clean, lost: 3, lostThoughTaken: 1 })).toEqual([
      "memory, duplicates: lost 3.",
      "memory, duplicates: 1 of what is lost had got a 2xx.",
    ]);
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

  it("tells of what the cell itself found, of a mistake's too", () => {
    const problems = ["by changes 1 successful payments are lost, and by money 2"];
    const said = ["by changes 1 successful payments are lost, and by money 2."];
    expect(problemsOf({ ...clean, problems })).toEqual([`memory, duplicates: ${said[0]}`]);
    expect(problemsOf({ ...control, doubled: 1, problems })).toEqual([
      `a mistake, duplicates: ${said[0]}`,
    ]);
  });

  it("tells of a receiver that ended by itself, of a mistake's too", () => {
    const endedByThemselves = ["a receiver ended by itself (exit code 1): out of luck"];
    expect(problemsOf({ ...clean, endedByThemselves })[0]).toMatch(/ended by itself/);
    const shown = { ...control, doubled: 1, endedByThemselves };
    expect(problemsOf(shown)[0]).toMatch(/ended by itself/);
  });

  it("tells of a 2xx while the store was away, and of an outage that nobody met", () => {
    const away = { ...clean, familyName: "store cut off", whileDown: 5, wronglyTaken: 0 };
    expect(problemsOf(away)).toEqual([]);
    expect(problemsOf({ ...away, wronglyTaken: 2 })[0]).toMatch(/2 answers of 2xx/);
    expect(problemsOf({ ...away, whileDown: 0 })[0]).toMatch(/no delivery was answered/);
  });

  it("reports a handler's failure that was taken for an outage", () => {
    const failed = { ...clean, familyName: "constraint at commit", unavailable: 2 };
    expect(problemsOf(failed)[0]).toMatch(/2 deliveries were refused as inbox-unavailable/);
    expect(
      problemsOf({ ...clean, familyName: "store killed", whileDown: 1, unavailable: 2 }),
    ).toEqual([]);
  });

  it("reports late statements that did not reach onOutcome", () => {
    const late = { ...clean, familyName: "late statement", late: 5, lateReported: 5 };
    expect(problemsOf(late)).toEqual([]);
    expect(problemsOf({ ...late, lateReported: 3 })[0]).toMatch(/2 of 5 late statements/);
  });

  it("counts nothing against a store that forgets by its settings", () => {
    expect(problemsOf({ ...clean, mode: { mayLose: true }, lost: 3, again: 4 })).toEqual([]);
  });

  it("accepts a negative control that shows in one of its ways", () => {
    const either = { ...control, mode: { shows: ["lost", "doubled"] } };
    expect(problemsOf({ ...either, doubled: 1 })).toEqual([]);
    expect(problemsOf({ ...either, lost: 1 })).toEqual([]);
    expect(problemsOf(either)[0]).toMatch(/must show as lost or doubled/);
  });

  it("wants a mistake to show", () => {
    expect(problemsOf({ ...control, doubled: 1 })).toEqual([]);
    expect(problemsOf({ ...control, lost: 1 })[0]).toMatch(/must show as doubled/);
  });
});

describe("toTable", () => {
  it("has a row for each line, mistakes and what may lose in brackets", () => {
    const forgetful = { ...clean, name: "forgetful", mode: { mayLose: true } };
    const { head, row } = toTable([clean, control, forgetful]);
    expect(head.split("\n")).toHaveLength(2);
    expect(row(clean)).toMatch(/^\| memory {6}\| duplicates/);
    expect(row(control)).toMatch(/^\| \(a mistake\)/);
    expect(row(forgetful)).toMatch(/^\| \[forgetful\]/);
    const widths = [head.split("\n")[0], row(clean), row(control)].map((line) => line?.length);
    expect(new Set(widths).size).toBe(1);
  });
});

describe("showHits", () => {
  const killed = { ...clean, familyName: "kill -9" };

  it("sums up each step, and tells the line that was hit least there", () => {
    const lines = [
      { ...killed, hits: { "before-claim": 5, "after-claim": 2 } },
      { ...killed, hits: { "before-claim": 3 } },
    ];
    expect(showHits(lines)).toBe(
      "kill -9, at each step, in all (in the line with the fewest): before-claim 8 (3), after-claim 2 (0)",
    );
  });

  it("leaves out mistakes, and lines in which nobody is hit", () => {
    const lines = [
      { ...killed, hits: { "before-claim": 3 } },
      { ...control, familyName: "kill -9", hits: { "before-claim": 9 } },
      { ...clean, hits: {} },
    ];
    expect(showHits(lines)).toMatch(/: before-claim 3 \(3\)$/);
  });
});

describe("showPlays", () => {
  const slow = { ...clean, familyName: "slow handler" };
  const before = "slow before the effect";
  const after = "slow after the effect";

  it("shows the fewest times that a way was played", () => {
    const lines = [
      { ...slow, plays: { [before]: 1200, [after]: 1100 } },
      { ...slow, plays: { [before]: 1300, [after]: 1400 } },
      { ...control, familyName: "slow handler", plays: { [before]: 1 } },
    ];
    expect(showPlays(lines)).toBe("slow handler: 2 ways, each of them at least 1,100 times a line");
  });

  it("counts a way that was never played", () => {
    const shown = showPlays([{ ...slow, plays: { [before]: 3 } }]);
    expect(shown).toMatch(/at least 0 times/);
  });
});
