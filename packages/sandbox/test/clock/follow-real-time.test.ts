import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followRealTime } from "../../src/clock/follow-real-time.js";
import { createMerchant, openCheckout } from "../merchant.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("followRealTime", () => {
  it("advances with real time until stopped", async () => {
    const { sandbox } = await createMerchant();
    const stop = sandbox.realTime();
    await vi.advanceTimersByTimeAsync(10_000);
    await sandbox.flush();
    expect(sandbox.now().toISOString()).toBe("2026-01-01T00:00:10.000Z");
    stop();
    await vi.advanceTimersByTimeAsync(10_000);
    await sandbox.flush();
    expect(sandbox.now().toISOString()).toBe("2026-01-01T00:00:10.000Z");
  });

  it("skips a tick while one is running", async () => {
    const advance = vi.fn(() => new Promise<void>(() => undefined));
    const stop = followRealTime(advance);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(advance).toHaveBeenCalledTimes(1);
    stop();
  });

  it("catches up after a slow receiver", async () => {
    const merchant = await createMerchant();
    const url = await openCheckout(merchant);
    let release = (): void => undefined;
    merchant.respondWith(
      () =>
        new Promise<Response>((resolve) => {
          release = () => resolve(new Response());
        }),
    );
    await merchant.submit(`${url}/northbank`, { action: "fail" });
    merchant.sandbox.realTime();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(merchant.received).toHaveLength(1);
    merchant.respondWith(() => new Response());
    release();
    await merchant.sandbox.flush();
    await vi.advanceTimersByTimeAsync(200);
    await merchant.sandbox.flush();
    expect(merchant.sandbox.now().toISOString()).toBe("2026-01-01T00:00:05.200Z");
    await merchant.sandbox.close();
  });
});
