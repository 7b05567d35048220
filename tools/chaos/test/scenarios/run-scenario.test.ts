import { describe, expect, it } from "vitest";
import { type FamilyName, faultFamilies } from "../../dist/scenarios/fault-families.js";
import { type Mode, modes } from "../../dist/scenarios/modes.js";
import { negativeControls } from "../../dist/scenarios/negative-controls.js";
import { runScenario } from "../../dist/scenarios/run-scenario.js";
import { find } from "../find.js";

const timeoutMs = 60_000;

/** A few payments in real processes. */
const run = (mode: Mode, familyName: FamilyName) =>
  runScenario({
    mode,
    family: faultFamilies[familyName],
    seed: "test",
    faults: 1,
    onProgress: () => undefined,
  });

const clean = { lost: 0, doubled: 0, regressed: 0, phantoms: 0 };

describe("runScenario", { timeout: timeoutMs }, () => {
  it("finds no fault in a leased inbox under kill -9", async () => {
    const result = await run(find(modes, "leased"), "kill -9");
    expect(result).toMatchObject(clean);
    expect(result.faults).toBeGreaterThan(0);
  });

  it("finds no fault where handlers end the transaction", async () => {
    const result = await run(find(modes, "pglite"), "ends the transaction");
    expect(result).toMatchObject({ ...clean, unavailable: 0 });
    expect(result.faults).toBeGreaterThan(0);
    expect(Object.keys(result.variants ?? {})).not.toEqual([]);
  });

  it("counts late statements and their reports", async () => {
    const result = await run(find(modes, "pglite"), "late statement");
    expect(result).toMatchObject(clean);
    expect(result.lateStatements).toBeGreaterThan(0);
    expect(result.lateReported).toBeGreaterThanOrEqual(result.lateStatements ?? Infinity);
  });
});

describe("runScenario with a negative control", { timeout: timeoutMs }, () => {
  it("detects duplicates across processes", async () => {
    const result = await run(find(negativeControls, "dedupe by memory only"), "duplicates");
    expect(result.doubled).toBeGreaterThan(0);
  });

  it("detects a handler that runs twice without renewal", async () => {
    const result = await run(find(negativeControls, "lease without renewal"), "slow handler");
    expect(result.doubled).toBeGreaterThan(0);
  });

  it("detects a loss after an early 200", async () => {
    const result = await run(find(negativeControls, "200 before the record"), "kill -9");
    expect(result.lost).toBeGreaterThan(0);
  });
});
