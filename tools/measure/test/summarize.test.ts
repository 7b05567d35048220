import { describe, expect, it } from "vitest";
import { median, quantile, summarizeRatios } from "../src/summarize.js";

describe("median", () => {
  it("is the middle value in any order", () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it("is halfway between two middle values", () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it("throws without values", () => {
    expect(() => median([])).toThrow("nothing was measured");
  });

  it("does not reorder its values", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe("quantile", () => {
  it("interpolates linearly between neighbours", () => {
    expect(quantile([10, 20, 30, 40], 0.25)).toBe(17.5);
    expect(quantile([10, 20, 30, 40], 0)).toBe(10);
    expect(quantile([10, 20, 30, 40], 1)).toBe(40);
  });
});

describe("summarizeRatios", () => {
  it("returns the median and the middle half", () => {
    expect(summarizeRatios([1, 2, 3, 4, 5], [1, 1, 1, 1, 1])).toEqual({
      median: 3,
      p25: 2,
      p75: 4,
    });
  });

  it("pairs by round, so a slow round cancels out", () => {
    // The second round is ten times slower for both sides. The ratio of each round is 2.
    expect(summarizeRatios([2, 20, 4], [1, 10, 2])).toEqual({ median: 2, p25: 2, p75: 2 });
  });

  it("rejects sides with different numbers of rounds", () => {
    expect(() => summarizeRatios([1, 2], [1])).toThrow("same rounds");
  });
});
