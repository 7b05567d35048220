import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { createTakeAhead } from "../../src/outbox/take-ahead.js";

describe("the number of calls to take ahead", () => {
  let nowMs = 0;
  beforeEach(() => {
    vi.spyOn(performance, "now").mockImplementation(() => nowMs);
    onTestFinished(() => void vi.restoreAllMocks());
  });

  /** Processes calls evenly, and takes once after each of these times. */
  function play(concurrency: number, callMs: number, takesMs: readonly number[]): number[] {
    nowMs = 0;
    const takeAhead = createTakeAhead(concurrency);
    let processedUntilMs = 0;
    return takesMs.map((atMs) => {
      for (; processedUntilMs + callMs <= atMs; processedUntilMs += callMs) takeAhead.count();
      nowMs = atMs;
      return takeAhead.next();
    });
  }

  it("is none at the start", () => {
    expect(play(4, 1, [0])).toEqual([0]);
  });

  it("at most doubles with each take", () => {
    expect(play(1, 1, [10, 30, 60, 100, 160])).toEqual([1, 3, 7, 15, 31]);
  });

  it("is what was processed in half a second", () => {
    expect(play(4, 50, [500, 1_000, 1_500, 2_000])).toEqual([4, 10, 10, 10]);
    expect(play(4, 50, [1_000, 3_000])).toEqual([4, 10]);
  });

  it("is none for calls that take longer than half a second", () => {
    expect(play(1, 2_000, [2_000, 4_000, 6_000])).toEqual([0, 0, 0]);
  });

  it("is at most 100", () => {
    const takesMs = Array.from({ length: 10 }, (_, at) => (at + 1) * 500);
    expect(play(8, 1, takesMs).at(-1)).toBe(100);
  });
});
