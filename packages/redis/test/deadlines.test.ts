import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { redisInbox } from "@numipay/redis";
import { change } from "./changes.js";

const lease = { fencingToken: 1, contradicts: undefined, tx: undefined };

describe("timeoutMs", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("applies to each call separately", async () => {
    const inbox = redisInbox({
      client: { call: () => new Promise(() => undefined) },
      timeoutMs: 1000,
      onWarning: () => undefined,
    });
    const timedOut: string[] = [];
    const release = (id: string): void => {
      inbox.release(change({ id }), lease).catch(() => timedOut.push(id));
    };
    release("first");
    await vi.advanceTimersByTimeAsync(600);
    release("second");
    await vi.advanceTimersByTimeAsync(399);
    expect(timedOut).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(timedOut).toEqual(["first"]);
    await vi.advanceTimersByTimeAsync(599);
    expect(timedOut).toEqual(["first"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(timedOut).toEqual(["first", "second"]);
    // The timer restarts after an idle period.
    await vi.advanceTimersByTimeAsync(10_000);
    release("third");
    await vi.advanceTimersByTimeAsync(1000);
    expect(timedOut).toEqual(["first", "second", "third"]);
  });
});
