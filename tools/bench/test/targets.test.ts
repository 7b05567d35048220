import { describe, expect, it } from "vitest";
import { missedTargets, targets } from "../src/targets.js";

describe("missedTargets", () => {
  it("reports nothing when every target is just met", () => {
    const values = Object.fromEntries(targets.map((t) => [t.value, t.atLeast ?? t.atMost ?? 0]));
    expect(missedTargets(values)).toEqual([]);
  });

  it("reports the number and the target", () => {
    expect(missedTargets({ "verify: baseline": 0.5, "size: @numipay/core MB": 3 })).toEqual([
      "verify: baseline is 0.500; the target is at least 1.",
      "size: @numipay/core MB is 3.000; the target is at most 2.",
    ]);
  });

  it("treats NaN as missed", () => {
    expect(missedTargets({ "verify: baseline": Number.NaN })).toHaveLength(1);
  });

  it("skips values that were not measured", () => {
    expect(missedTargets({})).toEqual([]);
  });
});
