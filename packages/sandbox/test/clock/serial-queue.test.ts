import { describe, expect, it } from "vitest";
import { createSerialQueue } from "../../src/clock/serial-queue.js";

describe("a serial queue", () => {
  it("runs jobs in order and survives failures", async () => {
    const queue = createSerialQueue();
    const log: string[] = [];
    const job = (name: string) => async () => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
      if (name === "b") throw new Error("b failed");
      return name;
    };
    const results = await Promise.allSettled(["a", "b", "c"].map((name) => queue.run(job(name))));
    expect(log).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});
