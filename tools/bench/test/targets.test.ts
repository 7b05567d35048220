// @ts-check
import { describe, expect, it } from "vitest";
import { missedTargets, targets } from "../src/targets.js";

describe("missedTargets", () => {
  it("says nothing where every target is just reached", () => {
    const values = Object.fromEntries(targets.map((t) => [t.value, t.atLeast ?? t.atMost ?? 0]));
    expect(missedTargets(values)).toEqual([]);
  });

  it("names what is missed, with the number and the target", () => {
    expect(missedTargets({ "verify: bare floor": 0.5, "size: @numipay/core MB": 3 })).toEqual([
      "verify: bare floor is 0.500, the target is at least 1",
      "size: @numipay/core MB is 3.000, the target is at most 2",
    ]);
  });

  it("takes a value that is not a number for missed", () => {
    expect(missedTargets({ "verify: bare floor": Number.NaN })).toHaveLength(1);
  });

  it("leaves out what was not measured", () => {
    expect(missedTargets({})).toEqual([]);
  });
});
