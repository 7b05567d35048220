import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { startDeadline, untilAborted, wait } from "../../src/client/until-aborted.js";

const tooLongMs = 60_000;
const never = new Promise<never>(() => {});

/** The number of timers that keep the process alive. */
const timers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

describe("wait", () => {
  it("ends when the signal aborts", async () => {
    const before = timers();
    const stop = new AbortController();
    const waiting = wait(tooLongMs, stop.signal);
    expect(timers()).toBe(before + 1);
    stop.abort();
    expect(timers()).toBe(before);
    await waiting;
    await wait(tooLongMs, stop.signal);
    expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);
  });

  it("leaves no listener", async () => {
    const { signal } = new AbortController();
    await wait(1, signal);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });
});

describe("startDeadline", () => {
  it("aborts in time and does not keep a process alive", async () => {
    const before = timers();
    const { signal } = startDeadline(1);
    expect(timers()).toBe(before);
    await wait(tooLongMs, signal);
    expect(signal.aborted).toBe(true);
  });

  it("does not abort after it is cleared", async () => {
    const { signal, clear } = startDeadline(1);
    clear();
    await wait(5, new AbortController().signal);
    expect(signal.aborted).toBe(false);
  });
});

describe("untilAborted", () => {
  it("returns the result and leaves no listener", async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(Promise.resolve(7), signal)).toBe(7);
    await expect(untilAborted(Promise.reject(new Error("own")), signal)).rejects.toThrow("own");
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("rejects with the signal's reason", async () => {
    const stop = new AbortController();
    const work = untilAborted(never, stop.signal);
    stop.abort(new Error("enough"));
    await expect(work).rejects.toThrow("enough");
    await expect(untilAborted(never, stop.signal)).rejects.toThrow("enough");
  });

  it("causes no unhandled rejection later", async () => {
    const unhandled: unknown[] = [];
    const collect = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", collect);
    const stop = new AbortController();
    let fail: (error: Error) => void = () => {};
    const late = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    const work = untilAborted(late, stop.signal);
    stop.abort(new Error("enough"));
    await expect(work).rejects.toThrow("enough");
    fail(new Error("late"));
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", collect);
    expect(unhandled).toEqual([]);
  });
});
