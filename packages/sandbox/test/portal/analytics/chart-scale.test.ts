import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartScale } from "../../../src/portal/analytics/chart-scale.js";

describe("a chart scale", () => {
  it.each([
    [0, [0]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [10, [0, 3, 6, 9, 12]],
    [26, [0, 10, 20, 30]],
    [100, [0, 25, 50, 75, 100]],
    [4182.4, [0, 2000, 4000, 6000]],
  ])("has whole, round ticks up to %d", (largest, ticks) => {
    expect(chartScale(largest).ticks).toEqual(ticks);
  });

  it("covers all values from 0 with few ticks", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e12, noNaN: true }), (largest) => {
        const { top, ticks } = chartScale(largest);
        expect(top).toBeGreaterThanOrEqual(largest * (1 - 1e-9));
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBe(top);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks.every(Number.isInteger)).toBe(true);
      }),
    );
  });
});
