import { describe, expect, it } from "vitest";
import { toMilliseconds, type Duration } from "../../src/clock/duration.js";

describe("toMilliseconds", () => {
  it.each<[Duration, number]>([
    [0, 0],
    [250, 250],
    ["250ms", 250],
    ["90s", 90_000],
    ["5m", 300_000],
    ["1.5h", 5_400_000],
    ["2d", 172_800_000],
  ])("reads %j", (duration, ms) => {
    expect(toMilliseconds(duration)).toBe(ms);
  });

  it.each([
    -1,
    0.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    "",
    "5",
    "m",
    "-5m",
    "5 m",
    "5min",
    "1e3s",
  ])("rejects %j", (duration) => {
    expect(() => toMilliseconds(duration as Duration)).toThrow(RangeError);
  });
});
