// @ts-check
import { describe, expect, it } from "vitest";
import { median, quantile, summarize, summarizeRatios } from "../src/summarize.js";

describe("median", () => {
  it("is the middle value, whatever the order", () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it("is halfway between the two middle values", () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it("refuses to make one up", () => {
    expect(() => median([])).toThrow("nothing was measured");
  });

  it("leaves its values in their order", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe("quantile", () => {
  it("goes straight between neighbours", () => {
    expect(quantile([10, 20, 30, 40], 0.25)).toBe(17.5);
    expect(quantile([10, 20, 30, 40], 0)).toBe(10);
    expect(quantile([10, 20, 30, 40], 1)).toBe(40);
  });
});

describe("summarize", () => {
  it("gives the median and the middle half", () => {
    expect(summarize([1, 2, 3, 4, 5])).toEqual({ median: 3, p25: 2, p75: 4 });
  });
});

describe("summarizeRatios", () => {
  it("pairs by round, so that a slow round does not count", () => {
    // The second round is ten times slower for both: the ratio of each round is 2.
    expect(summarizeRatios([2, 20, 4], [1, 10, 2])).toEqual({ median: 2, p25: 2, p75: 2 });
  });

  it("refuses sides of different rounds", () => {
    expect(() => summarizeRatios([1, 2], [1])).toThrow("same rounds");
  });
});
