import { setImmediate } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { breakStore } from "../../src/stores/break-store.js";

/** What befalls so many chunks of a connection whose commits are cut, by what becomes of each. */
async function countCuts(text, times) {
  let look: (chunk: Buffer, cut: () => void) => boolean = () => true;
  const refuse = () => {
    throw new Error("Only commits are cut");
  };
  const store = {
    settings: {},
    directSettings: {},
    watch: (asked) => (look = asked),
    cut: refuse,
    mend: refuse,
    kill: refuse,
    start: refuse,
    close: refuse,
  };
  const options = { acknowledged: () => 0, between: 1, onHit: () => undefined };
  breakStore(store, { how: "commit", seed: "test", ...options });
  const counts = { before: 0, after: 0, never: 0 };
  for (let time = 0; time < times; time += 1) {
    let isCut = false;
    const isSent = look(Buffer.from(text), () => (isCut = true));
    await setImmediate();
    counts[isCut ? (isSent ? "after" : "before") : "never"] += 1;
  }
  return counts;
}

it("cuts a third of the commits before the server has them, and a third after", async () => {
  const { before, after, never } = await countCuts(
    "INSERT INTO changes VALUES (1);\nCOMMIT\0",
    300,
  );
  for (const count of [before, after, never]) expect(count).toBeGreaterThan(70);
});

it("leaves a claim alone, whose BEGIN says READ COMMITTED", async () => {
  const claim = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;\nSELECT 1";
  expect(await countCuts(claim, 100)).toEqual({ before: 0, after: 0, never: 100 });
});

it("leaves the store alone while a change is near its last attempt", async () => {
  let kills = 0;
  let isSparing = true;
  let asked = 0;
  const nothing = () => undefined;
  const store = {
    settings: {},
    directSettings: {},
    watch: nothing,
    cut: nothing,
    mend: nothing,
    kill: async () => void (kills += 1),
    start: async () => undefined,
    close: async () => undefined,
  };
  const breaking = breakStore(store, {
    how: "kill",
    seed: "test",
    acknowledged: () => Infinity,
    between: 1,
    isSparing() {
      asked += 1;
      return isSparing;
    },
    onHit: nothing,
  });
  breaking.begin();
  await vi.waitFor(() => expect(asked).toBeGreaterThan(2));
  expect(kills).toBe(0);
  isSparing = false;
  await vi.waitFor(() => expect(kills).toBe(1));
  breaking.meet();
  await breaking.close();
});
