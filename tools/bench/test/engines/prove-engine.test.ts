// @ts-check
import type { Contestant } from "../../src/engines/apply-through-inbox.js";
import { memoryInbox } from "@numipay/core";
import { describe, expect, it } from "vitest";
import { applyThroughInbox } from "../../src/engines/apply-through-inbox.js";
import { proveEngine } from "../../src/engines/prove-engine.js";
import { timeChanges } from "../../src/engines/time-changes.js";

const ours = () => applyThroughInbox("memoryInbox", memoryInbox());
const effect = async () => {};

describe("proveEngine", () => {
  it("lets an inbox pass that applies each change once", async () => {
    await expect(proveEngine(ours())).resolves.toBeUndefined();
  });

  it("refuses one that applies a repetition", async () => {
    const forgetful = {
      name: "forgetful",
      apply: (_, run) => run(undefined).then(() => "processed"),
    };
    await expect(proveEngine(forgetful)).rejects.toThrow(
      "forgetful says processed processed processed processed processed 5, not processed",
    );
  });

  it("refuses one that lets two changes of a transaction in at once", async () => {
    const { name, apply } = ours();
    const careless: Contestant<undefined> = {
      name,
      apply: async (change, run) => {
        const said = await apply(change, run);
        return said === "in-progress" ? "processed" : said;
      },
    };
    await expect(proveEngine(careless)).rejects.toThrow("stale processed 1, not");
  });
});

describe("timeChanges", () => {
  const options = { rounds: 3, warmUpRounds: 1, changesARound: 5, concurrency: 2, random: () => 0 };

  it("times new changes and their repetition, a value a round", async () => {
    let effects = 0;
    const count = async () => {
      effects += 1;
    };
    const [first, second] = await timeChanges([ours(), ours()], { ...options, effect: count });
    expect([first?.new.length, first?.duplicate.length, second?.new.length]).toEqual([3, 3, 3]);
    expect(effects).toBe(2 * (3 + 1) * 5);
  });

  it("fails when a contestant does not apply what is new to it", async () => {
    const lazy = { name: "lazy", apply: async () => "duplicate" };
    await expect(timeChanges([lazy], { ...options, effect })).rejects.toThrow(
      "lazy says duplicate of a new change.",
    );
  });
});
