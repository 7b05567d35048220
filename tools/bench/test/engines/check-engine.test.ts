import { memoryInbox } from "@numipay/core";
import { describe, expect, it } from "vitest";
import { checkEngine, checkIdiom } from "../../src/engines/check-engine.js";
import { applyThroughInbox, type Contestant } from "../../src/engines/contestant.js";
import { timeChanges } from "../../src/engines/time-changes.js";

const ours = () => applyThroughInbox("memoryInbox", memoryInbox());
const effect = async () => {};

describe("checkEngine", () => {
  it("accepts an inbox that applies each change once", async () => {
    await expect(checkEngine(ours())).resolves.toBeUndefined();
  });

  it("rejects a contestant that applies duplicates", async () => {
    const forgetful: Contestant<undefined> = {
      name: "forgetful",
      async apply(_change, run) {
        await run(undefined);
        return "processed";
      },
    };
    await expect(checkEngine(forgetful)).rejects.toThrow(
      "forgetful returned processed processed processed processed processed 5; expected processed",
    );
  });

  it("rejects a contestant that ignores changes in progress", async () => {
    const { name, apply } = ours();
    const careless: Contestant<undefined> = {
      name,
      async apply(change, run) {
        const result = await apply(change, run);
        return result === "in-progress" ? "processed" : result;
      },
    };
    await expect(checkEngine(careless)).rejects.toThrow("stale processed 1; expected");
  });
});

describe("checkIdiom", () => {
  it("accepts a contestant that only knows duplicates", async () => {
    const seen = new Set<string>();
    const idiom: Contestant<undefined> = {
      name: "idiom",
      async apply({ key }, run) {
        if (seen.has(key)) return "duplicate";
        seen.add(key);
        await run(undefined);
        return "processed";
      },
    };
    await expect(checkIdiom(idiom)).resolves.toBeUndefined();
    await expect(checkEngine(idiom)).rejects.toThrow("idiom returned");
  });

  it("rejects a contestant that applies duplicates", async () => {
    const lazy: Contestant<undefined> = { name: "lazy", apply: async () => "processed" };
    await expect(checkIdiom(lazy)).rejects.toThrow("lazy returned processed processed 0");
  });
});

describe("timeChanges", () => {
  const options = {
    rounds: 3,
    warmUpRounds: 1,
    changesPerRound: 5,
    concurrency: 2,
    random: () => 0,
  };

  it("times new changes and duplicates, once per round", async () => {
    let effects = 0;
    const count = async () => {
      effects += 1;
    };
    const [first, second] = await timeChanges([ours(), ours()], { ...options, effect: count });
    expect([first?.new.length, first?.duplicate.length, second?.new.length]).toEqual([3, 3, 3]);
    expect(effects).toBe(2 * (3 + 1) * 5);
  });

  it("counts what a contestant does not wait for", async () => {
    let pending = 0;
    let served = 0;
    const contestant: Contestant<undefined> = {
      ...ours(),
      async settle() {
        pending += 1;
      },
      readServerTime: () => (served += 100),
    };
    const [times] = await timeChanges([contestant], { ...options, effect });
    expect(pending).toBe(2 * (3 + 1));
    expect(times?.processor).toEqual({ new: [20, 20, 20], duplicate: [20, 20, 20] });
  });

  it("rejects when a contestant skips a new change", async () => {
    const lazy: Contestant<undefined> = { name: "lazy", apply: async () => "duplicate" };
    await expect(timeChanges([lazy], { ...options, effect })).rejects.toThrow(
      "lazy returned duplicate for a new change.",
    );
  });
});
