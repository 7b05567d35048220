import { describe, expect, it } from "vitest";
import { findProblems } from "../../dist/command/find-problems.js";
import { type Mode, modes } from "../../dist/scenarios/modes.js";
import { negativeControls } from "../../dist/scenarios/negative-controls.js";
import { runOutage } from "../../dist/scenarios/run-outage.js";
import { find } from "../find.js";

/** A few payments in real processes. */
const run = (mode: Mode) =>
  runOutage({ mode, seed: "test", faults: 40, onProgress: () => undefined });

describe("runOutage", { timeout: 60_000 }, () => {
  it("loses and doubles nothing", async () => {
    const mode = find(modes, "leased");
    const result = await run(mode);
    const scenario = { name: "leased", familyName: "outage", mode, isControl: false } as const;
    expect(findProblems({ ...scenario, ...result })).toEqual([]);
    expect(result).toMatchObject({ lost: 0, doubled: 0, regressed: 0, phantoms: 0, reruns: 0 });
    expect(result.listOnly).toBeGreaterThan(0);
    expect(result.raced).toBeGreaterThan(0);
  });

  it("detects the loss without reconciliation", async () => {
    const result = await run(find(negativeControls, "no reconciliation"));
    expect(result.lost).toBe(result.listOnly);
    expect(result.lost).toBeGreaterThan(0);
    expect(result.problems).toEqual([]);
  });
});
