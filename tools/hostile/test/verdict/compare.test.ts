import { describe, expect, it } from "vitest";
import type { Played } from "../../src/play/play-attacks.js";
import { compare, findMisses } from "../../src/verdict/compare.js";

const played = (peak: number, p99: number): Played => ({
  peak,
  p99,
  growth: 1,
  isParsedByHost: false,
  cpu: 1,
  deadlineMs: 8000,
  healthy: { sent: 1, lost: [], latenciesMs: [1] },
  hostile: { connections: 1, requests: 1, settled: 1, bytes: 1, statuses: { 401: 1 } },
  work: { handled: 1, handledTwice: 0, claims: 1 },
});

const peer = [played(100, 10), played(100, 100), played(100, 10)];

describe("compare", () => {
  it("takes the median of the ratios per round", () => {
    const { memory, p99 } = compare([played(120, 15), played(120, 150), played(300, 15)], peer);
    expect([memory.median, p99.median]).toEqual([1.2, 1.5]);
  });
});

describe("findMisses", () => {
  it("accepts ratios at their limits", () => {
    const same = compare([played(150, 20), played(150, 200), played(150, 20)], peer);
    expect(findMisses(same, { isTimed: true })).toEqual([]);
  });

  it("reports each ratio above its limit", () => {
    const worse = compare([played(160, 21), played(160, 210), played(160, 21)], peer);
    expect(findMisses(worse, { isTimed: true })).toEqual([
      "memory is 1.60 times the peer's, the limit is 1.5",
      "the p99 of healthy deliveries is 2.10 times the peer's, the limit is 2",
    ]);
  });

  it("ignores times in a quick run", () => {
    const slower = compare([played(100, 99)], [played(100, 1)]);
    expect(findMisses(slower, { isTimed: false })).toEqual([]);
  });
});
