import { setImmediate } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { breakStore } from "../../src/stores/break-store.js";
import type { Store } from "../../src/stores/store.js";
import type { OnChunk } from "../../src/stores/tcp-proxy.js";

const noop = () => undefined;

function createStore(methods: Partial<Store>): Store {
  const refuse = () => {
    throw new Error("Not expected.");
  };
  return {
    settings: {},
    directSettings: {},
    watch: refuse,
    cut: refuse,
    restore: refuse,
    kill: refuse,
    start: refuse,
    close: refuse,
    ...methods,
  };
}

/** Sends a chunk several times and counts when its connection is cut. */
async function countCuts(text: string, times: number) {
  let onChunk: OnChunk = () => true;
  const store = createStore({ watch: (listener) => (onChunk = listener) });
  const options = { acknowledged: () => 0, between: 1, onOutage: noop };
  breakStore(store, { fault: "commit", seed: "test", ...options });
  const counts = { before: 0, after: 0, never: 0 };
  for (let time = 0; time < times; time += 1) {
    let isCut = false;
    const isSent = onChunk(Buffer.from(text), () => (isCut = true));
    await setImmediate();
    counts[isCut ? (isSent ? "after" : "before") : "never"] += 1;
  }
  return counts;
}

describe("breakStore at COMMIT", () => {
  it("cuts a third before and a third after", async () => {
    const commit = "INSERT INTO changes VALUES (1);\nCOMMIT\0";
    const { before, after, never } = await countCuts(commit, 300);
    for (const count of [before, after, never]) expect(count).toBeGreaterThan(70);
  });

  it("ignores READ COMMITTED in a BEGIN", async () => {
    const claim = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;\nSELECT 1";
    expect(await countCuts(claim, 100)).toEqual({ before: 0, after: 0, never: 100 });
  });
});

describe("breakStore with kill -9", () => {
  it("waits while a change is nearly out of retries", async () => {
    let kills = 0;
    let isSparing = true;
    let checks = 0;
    const store = createStore({
      kill: async () => void (kills += 1),
      start: async () => undefined,
    });
    const breaker = breakStore(store, {
      fault: "kill",
      seed: "test",
      acknowledged: () => Infinity,
      between: 1,
      isSparing() {
        checks += 1;
        return isSparing;
      },
      onOutage: noop,
    });
    breaker.begin();
    await vi.waitFor(() => expect(checks).toBeGreaterThan(2), { timeout: 20_000 });
    expect(kills).toBe(0);
    isSparing = false;
    await vi.waitFor(() => expect(kills).toBe(1), { timeout: 20_000 });
    breaker.markMet();
    await breaker.close();
  });
});
