import { describe, expect, it, onTestFinished, vi } from "vitest";
import { withinTime } from "../../src/input/within-time.js";

describe("withinTime", () => {
  it("returns the value in time", async () => {
    expect(await withinTime(Promise.resolve(1), 1_000, "late")).toBe(1);
  });

  it("rejects a promise that never settles", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const waiting = withinTime(new Promise(() => undefined), 60_000, "it did not finish loading");
    const [[result]] = await Promise.all([
      Promise.allSettled([waiting]),
      vi.advanceTimersByTimeAsync(60_000),
    ]);
    expect(result).toMatchObject({
      status: "rejected",
      reason: { message: "it did not finish loading within 60 seconds" },
    });
  });
});
