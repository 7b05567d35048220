import { describe, expect, it } from "vitest";
import { listPayoutScenarios, listScenarios } from "../../src/command/list-scenarios.js";
import { isQuick, isQuickPayout } from "../../src/command/quick-scenarios.js";

const quick = listScenarios().filter((scenario) => !scenario.isControl && isQuick(scenario));

describe("isQuick", () => {
  it("selects scenarios of every engine", () => {
    const names = [...new Set(quick.map(({ name }) => name))];
    const inProcess = ["client", "memory"];
    const databases = ["postgres", "prisma on postgres", "pglite", "mysql", "sqlite", "redis"];
    const queues = ["bullmq with redis", "bullmq with postgres"];
    expect(names).toEqual([...inProcess, ...databases, ...queues]);
    expect(quick).toHaveLength(26);
  });

  it("selects one outage", () => {
    const outages = quick.filter(({ familyName }) => familyName === "outage");
    expect(outages.map(({ name }) => name)).toEqual(["redis"]);
  });

  it("selects every family that the databases differ in", () => {
    const familiesOf = (name: string) =>
      quick.filter((scenario) => scenario.name === name).map(({ familyName }) => familyName);
    expect(familiesOf("mysql")).toContain("rolled back by a statement");
    expect(familiesOf("sqlite")).toEqual(expect.arrayContaining(["file locked", "disk full"]));
  });

  it("selects every negative control", () => {
    const controls = listScenarios().filter(({ isControl }) => isControl);
    const namesOf = (scenarios: typeof controls) => new Set(scenarios.map(({ name }) => name));
    expect(controls.length).toBeGreaterThan(0);
    expect(namesOf(controls.filter(isQuick))).toEqual(namesOf(controls));
  });
});

describe("isQuickPayout", () => {
  const payouts = listPayoutScenarios();
  const namesOf = (scenarios: typeof payouts) => new Set(scenarios.map(({ name }) => name));

  it("selects every negative control once", () => {
    const controls = payouts.filter(({ isControl }) => isControl);
    expect(controls.filter(isQuickPayout)).toHaveLength(namesOf(controls).size);
  });

  it("selects an outbox of every database, and the journal on Redis", () => {
    const quickPayouts = payouts.filter(
      (scenario) => !scenario.isControl && isQuickPayout(scenario),
    );
    expect([...namesOf(quickPayouts)]).toEqual([
      "postgres outbox",
      "mysql outbox",
      "sqlite outbox",
      "redis journal",
    ]);
  });
});
