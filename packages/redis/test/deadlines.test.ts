import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { redisInbox } from "@numipay/redis";
import { change } from "./changes.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("each call is given up in its own time, though one timer serves all", async () => {
  const inbox = redisInbox({
    client: { call: () => new Promise(() => undefined) },
    timeoutMs: 1000,
    onWarning: () => undefined,
  });
  const givenUp: string[] = [];
  const ask = (id: string): void => {
    inbox.release(change({ id }), lease).catch(() => givenUp.push(id));
  };
  ask("first");
  await vi.advanceTimersByTimeAsync(600);
  ask("second");
  await vi.advanceTimersByTimeAsync(399);
  expect(givenUp).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(givenUp).toEqual(["first"]);
  await vi.advanceTimersByTimeAsync(599);
  expect(givenUp).toEqual(["first"]);
  await vi.advanceTimersByTimeAsync(1);
  expect(givenUp).toEqual(["first", "second"]);
  // And when nobody has waited for a while.
  await vi.advanceTimersByTimeAsync(10_000);
  ask("third");
  await vi.advanceTimersByTimeAsync(1000);
  expect(givenUp).toEqual(["first", "second", "third"]);
});

const lease = { fencingToken: 1, contradicts: undefined, tx: undefined };
