import { describe, expect, it } from "vitest";
import { createLastAttempts } from "../../src/gateways/last-attempts.js";

/** The kills from one number to another, each of which takes a change along. */
const cutBy = (attempts, key, first, last) => {
  for (let kill = first; kill <= last; kill += 1) attempts.cut(key, kill);
};

describe("createLastAttempts", () => {
  it("has a change left in peace that many kills took along, until it is taken", () => {
    const attempts = createLastAttempts();
    cutBy(attempts, "d:1:successful", 1, 6);
    expect(attempts.areNear()).toBe(false);
    attempts.cut("d:1:successful", 7);
    expect(attempts.areNear()).toBe(true);
    attempts.taken("d:1:successful");
    expect(attempts.areNear()).toBe(false);
  });

  it("counts a kill once, however many copies of the change went down with it", () => {
    const attempts = createLastAttempts();
    for (let copies = 0; copies < 15; copies += 1) attempts.cut("d:1:successful", 1);
    expect(attempts.areNear()).toBe(false);
  });

  it("does not wait for copies of a change that was taken", () => {
    const attempts = createLastAttempts();
    attempts.taken("d:1:successful");
    cutBy(attempts, "d:1:successful", 1, 14);
    expect(attempts.areNear()).toBe(false);
  });

  it("does not wait for what the gateway gave up", () => {
    const attempts = createLastAttempts();
    cutBy(attempts, "d:1:successful", 1, 15);
    expect(attempts.areNear()).toBe(false);
  });
});
