import { describe, expect, it } from "vitest";
import { listScenarios } from "../../src/command/list-scenarios.js";
import { isQuick } from "../../src/command/quick-scenarios.js";

const quick = listScenarios().filter((scenario) => !scenario.isControl && isQuick(scenario));

describe("isQuick", () => {
  it("selects scenarios of every engine", () => {
    const names = [...new Set(quick.map(({ name }) => name))];
    const engines = ["client", "memory", "postgres", "pglite", "redis", "bullmq with redis"];
    expect(names).toEqual([...engines, "bullmq with postgres"]);
    expect(quick).toHaveLength(17);
  });

  it("selects one outage", () => {
    const outages = quick.filter(({ familyName }) => familyName === "outage");
    expect(outages.map(({ name }) => name)).toEqual(["redis"]);
  });

  it("selects every negative control", () => {
    const controls = listScenarios().filter(({ isControl }) => isControl);
    expect(controls.length).toBeGreaterThan(0);
    expect(controls.filter(isQuick)).toEqual(controls);
  });
});
