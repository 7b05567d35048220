import { describe, expect, it } from "vitest";
import { nextAttemptAt } from "../../src/gateway/retry-schedule.js";

describe("a retry schedule", () => {
  it("defaults to 15 attempts, every 5 minutes", () => {
    expect(nextAttemptAt(1, 0)).toBe(300_000);
    expect(nextAttemptAt(14, 0)).toBe(300_000);
    expect(nextAttemptAt(15, 0)).toBeNull();
  });

  it("uses a custom interval and limit", () => {
    const schedule = { intervalMs: 1000, attempts: 2 };
    expect(nextAttemptAt(1, 5, schedule)).toBe(1005);
    expect(nextAttemptAt(2, 5, schedule)).toBeNull();
  });
});
