import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { createRealTime } from "../../src/clock/real-time.js";

vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
afterEach(() => vi.clearAllTimers());
afterAll(() => void vi.useRealTimers());

function watch() {
  let passedMs = 0;
  const realTime = createRealTime(async (ms) => {
    passedMs += ms;
  });
  return { realTime, passed: () => passedMs };
}

describe("real time", () => {
  it("passes once for several callers", async () => {
    const { realTime, passed } = watch();
    realTime.start();
    realTime.start();
    await vi.advanceTimersByTimeAsync(1000);
    expect(passed()).toBe(1000);
    realTime.stopAll();
  });

  it("continues until the last caller stops", async () => {
    const { realTime, passed } = watch();
    const [one, other] = [realTime.start(), realTime.start()];
    one();
    one();
    await vi.advanceTimersByTimeAsync(1000);
    expect([realTime.isOn(), passed()]).toEqual([true, 1000]);
    other();
    await vi.advanceTimersByTimeAsync(1000);
    expect([realTime.isOn(), passed()]).toEqual([false, 1000]);
  });

  it("ignores a stop from before stopAll", async () => {
    const { realTime, passed } = watch();
    const early = realTime.start();
    realTime.stopAll();
    expect(realTime.isOn()).toBe(false);
    realTime.start();
    early();
    await vi.advanceTimersByTimeAsync(400);
    expect([realTime.isOn(), passed()]).toEqual([true, 400]);
    realTime.stopAll();
  });
});
