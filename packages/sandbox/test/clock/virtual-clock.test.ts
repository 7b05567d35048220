import { describe, expect, it } from "vitest";
import { createVirtualClock } from "../../src/clock/virtual-clock.js";
import type { Work } from "../../src/storage/work.js";

function table(...dueAt: number[]) {
  const work: Work[] = dueAt.map((at, index) => ({
    sequence: index,
    kind: "settle",
    subject: String(index),
    dueAt: at,
    detail: null,
  }));
  const done: [subject: string, at: number][] = [];
  let saved = 0;
  const clock = createVirtualClock({
    load: () => 1_000,
    save: (at) => {
      saved = at;
    },
    next: () => work.toSorted((a, b) => a.dueAt - b.dueAt || a.sequence - b.sequence)[0],
    perform: async (piece) => {
      work.splice(work.indexOf(piece), 1);
      await Promise.resolve();
      done.push([piece.subject, clock.now()]);
    },
  });
  return { clock, done, work, saved: () => saved };
}

describe("the virtual clock", () => {
  it("does not move on flush", async () => {
    const { clock, done } = table(1_000, 1_001);
    await clock.flush();
    expect([clock.now(), done]).toEqual([1_000, [["0", 1_000]]]);
  });

  it("runs work in order of time and sequence", async () => {
    const { clock, done, saved } = table(3_000, 2_000, 2_000, 5_001, 900);
    await clock.advance(4_000);
    expect(done).toEqual([
      ["4", 1_000],
      ["1", 2_000],
      ["2", 2_000],
      ["0", 3_000],
    ]);
    expect([clock.now(), saved()]).toEqual([5_000, 5_000]);
  });

  it("adds up concurrent advances", async () => {
    const { clock } = table();
    await Promise.all([clock.advance(10), clock.advance(10), clock.advance(0)]);
    expect(clock.now()).toBe(1_020);
  });

  it("runs work that is added on the way", async () => {
    const { clock, work, done } = table(2_000);
    const adding = clock.advance(500);
    work.push({ sequence: 9, kind: "settle", subject: "added", dueAt: 1_200, detail: null });
    await adding;
    expect(done).toEqual([["added", 1_200]]);
  });

  it("rejects if the sandbox never becomes idle", async () => {
    const clock = createVirtualClock({
      load: () => 0,
      save: () => undefined,
      next: () => ({ sequence: 1, kind: "settle", subject: "again", dueAt: 0, detail: null }),
      perform: () => Promise.resolve(),
    });
    await expect(clock.runUntilIdle()).rejects.toThrow("still not idle");
  });
});

it("does not move while its time cannot be stored", async () => {
  let isFull = true;
  const saved: number[] = [];
  const clock = createVirtualClock({
    load: () => 1_000,
    save: (at) => {
      if (isFull) throw new Error("The disk is full.");
      saved.push(at);
    },
    next: () => undefined,
    perform: () => Promise.resolve(),
  });
  await expect(clock.advance(500)).rejects.toThrow("full");
  expect(clock.now()).toBe(1_000);
  isFull = false;
  await clock.advance(500);
  expect([clock.now(), saved]).toEqual([1_500, [1_500]]);
});
