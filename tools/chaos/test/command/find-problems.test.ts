import { describe, expect, it } from "vitest";
import { findProblems } from "../../src/command/find-problems.js";
import { clean, control } from "./result.js";

describe("findProblems", () => {
  it("accepts a clean result", () => {
    expect(findProblems(clean)).toEqual([]);
  });

  it.each(["lost", "doubled", "regressed", "phantoms"])("reports %s changes", (kind) => {
    expect(findProblems({ ...clean, [kind]: 2 })).toEqual([`memory, duplicates: ${kind} 2.`]);
  });

  it("reports lost changes that had been acknowledged", () => {
    expect(findProblems({ ...clean, lost: 3, lostAfterAck: 1 })).toEqual([
      "memory, duplicates: lost 3.",
      "memory, duplicates: 1 of the lost changes had been acknowledged with a 2xx.",
    ]);
  });

  it("reports a scenario without faults", () => {
    expect(findProblems({ ...clean, faults: 0 })).toEqual([
      "memory, duplicates: no fault was injected.",
    ]);
  });

  it("reports reruns where nothing was interrupted", () => {
    expect(findProblems({ ...clean, reruns: 1 })).toEqual([
      "memory, duplicates: reruns 1, although nothing was interrupted.",
    ]);
    expect(findProblems({ ...clean, reruns: 1, familyName: "kill -9" })).toEqual([]);
  });

  it("reports the run's own findings", () => {
    const problems = ["the oracles disagree"];
    expect(findProblems({ ...clean, problems })).toEqual([
      "memory, duplicates: the oracles disagree.",
    ]);
    expect(findProblems({ ...control, doubled: 1, problems })).toEqual([
      "a defect, duplicates: the oracles disagree.",
    ]);
  });

  it("reports crashes", () => {
    const crashes = ["a receiver exited unexpectedly (exit code 1): out of luck"];
    expect(findProblems({ ...clean, crashes })[0]).toMatch(/exited unexpectedly/);
    const detected = { ...control, doubled: 1, crashes };
    expect(findProblems(detected)[0]).toMatch(/exited unexpectedly/);
  });

  it("reports a 2xx while the store was down", () => {
    const down = { ...clean, familyName: "store cut off", whileDown: 5 } as const;
    expect(findProblems({ ...down, acknowledgedWhileDown: 0 })).toEqual([]);
    const [problem] = findProblems({ ...down, acknowledgedWhileDown: 2 });
    expect(problem).toMatch(/2 deliveries got a 2xx/);
  });

  it("reports an outage without deliveries", () => {
    const down = { ...clean, familyName: "store cut off", whileDown: 0 } as const;
    expect(findProblems(down)[0]).toMatch(/no delivery got a response/);
  });

  it("reports a failing handler that looked like an outage", () => {
    const failed = { ...clean, familyName: "constraint at commit", unavailable: 2 } as const;
    expect(findProblems(failed)[0]).toMatch(/2 deliveries were rejected as inbox-unavailable/);
    const down = { ...clean, familyName: "store killed", whileDown: 1, unavailable: 2 } as const;
    expect(findProblems(down)).toEqual([]);
    const full = { ...clean, familyName: "disk full", unavailable: 2 } as const;
    expect(findProblems(full)).toEqual([]);
  });

  it("reports late statements that were not reported", () => {
    const late = { ...clean, familyName: "late statement", lateStatements: 5 } as const;
    expect(findProblems({ ...late, lateReported: 5 })).toEqual([]);
    expect(findProblems({ ...late, lateReported: 3 })[0]).toMatch(/2 of 5 late statements/);
  });

  it("ignores the losses of a store that may lose", () => {
    const mode = { ...clean.mode, mayLose: true };
    expect(findProblems({ ...clean, mode, lost: 3, reruns: 4 })).toEqual([]);
  });
});

describe("findProblems of a negative control", () => {
  it("accepts a detected defect", () => {
    expect(findProblems({ ...control, doubled: 1 })).toEqual([]);
  });

  it("reports an undetected defect", () => {
    expect(findProblems({ ...control, lost: 1 })).toEqual([
      "a defect, duplicates: the negative control was not detected. Expected doubled above 0.",
    ]);
  });

  it("accepts any of several results", () => {
    const either = { ...control, mode: { ...control.mode, shows: ["lost", "doubled"] as const } };
    expect(findProblems({ ...either, doubled: 1 })).toEqual([]);
    expect(findProblems({ ...either, lost: 1 })).toEqual([]);
    expect(findProblems(either)[0]).toMatch(/Expected lost or doubled above 0/);
  });
});
