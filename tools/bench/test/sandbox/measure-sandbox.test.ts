import { createRandom } from "measure";
import { describe, expect, it } from "vitest";
import { measureDeliveries } from "../../src/sandbox/measure-deliveries.js";
import { measureStart } from "../../src/sandbox/measure-start.js";
import { targets } from "../../src/targets.js";

describe("measureStart", () => {
  it("measures the value that has a target", async () => {
    const { values } = await measureStart({ rounds: 2, random: createRandom(1) });
    expect(Object.keys(values)).toEqual(["sandbox: ready ms"]);
    expect(values["sandbox: ready ms"]).toBeGreaterThan(0);
    expect(targets.map(({ value }) => value)).toContain("sandbox: ready ms");
  });
});

describe("measureDeliveries", () => {
  it("counts deliveries on both sides", async () => {
    const { table, values } = await measureDeliveries({
      rounds: 1,
      payments: 2,
      random: createRandom(1),
    });
    expect(values["sandbox: deliveries"]).toBeGreaterThan(0);
    expect(table).toContain("loop of fetch");
  });
});
