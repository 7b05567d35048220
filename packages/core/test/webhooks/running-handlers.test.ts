import { expect, it, onTestFinished } from "vitest";
import { isAnyRunning, noteFinished, noteRunning } from "../../src/webhooks/running-handlers.js";

function run(handlers: readonly object[], key: string): () => void {
  noteRunning(handlers, key);
  let isRunning = true;
  const finish = (): void => {
    if (isRunning) noteFinished(handlers, key);
    isRunning = false;
  };
  onTestFinished(finish);
  return finish;
}

const [one, other] = [() => 1, () => 2];

it("distinguishes transactions and handlers", () => {
  run([one], "a");
  expect(isAnyRunning([one], "a")).toBe(true);
  expect(isAnyRunning([other, one], "a")).toBe(true);
  expect(isAnyRunning([other], "a")).toBe(false);
  expect(isAnyRunning([one], "b")).toBe(false);
});

it.each([
  ["the first", 0],
  ["the last", 2],
])("knows the others when %s has finished", (_name, at) => {
  const ends = [run([one], "a"), run([one], "b"), run([other], "a")];
  ends[at]?.();
  expect(isAnyRunning([one], "a")).toBe(at !== 0);
  expect(isAnyRunning([one], "b")).toBe(true);
  expect(isAnyRunning([other], "a")).toBe(at !== 2);
});

it("knows none when all have finished", () => {
  const ends = [run([one], "a"), run([one, other], "b"), run([other], "a")];
  for (const end of ends) end();
  expect(isAnyRunning([one, other], "a")).toBe(false);
  expect(isAnyRunning([one, other], "b")).toBe(false);
});
