import { createRandom } from "measure";
import { describe, expect, it } from "vitest";
import { measureTelemetry } from "../../dist/telemetry/measure-telemetry.js";
import { checkReceived } from "../../dist/telemetry/observation.js";
import { targets } from "../../src/targets.js";

describe("measureTelemetry", () => {
  it("measures each case, and has the targets' values", { timeout: 60_000 }, async () => {
    const { table, values } = await measureTelemetry({
      rounds: 1,
      starts: 1,
      counts: { delivery: 5, call: 2 },
      random: createRandom(1),
    });
    expect(Object.keys(values)).toEqual([
      "telemetry: delivery, unsubscribed / absent",
      "telemetry: delivery, counted / absent",
      "telemetry: call, unsubscribed / absent",
      "telemetry: call, counted / absent",
    ]);
    expect(Object.values(values).every((ratio) => ratio > 0)).toBe(true);
    expect(table).toContain("counts the events");
    for (const { value } of targets.filter((target) => target.value.startsWith("telemetry"))) {
      expect(values).toHaveProperty([value]);
    }
  });
});

describe("checkReceived", () => {
  const time = (received: number) => ({ microseconds: 1, received });

  it("accepts two events per operation, and none without a subscriber", () => {
    expect(() => checkReceived("counted", "delivery", time(10))).not.toThrow();
    expect(() => checkReceived("counted", "call", time(4))).not.toThrow();
    expect(() => checkReceived("unsubscribed", "delivery", time(0))).not.toThrow();
    expect(() => checkReceived("absent", "call", time(0))).not.toThrow();
  });

  it("rejects anything else", () => {
    expect(() => checkReceived("absent", "delivery", time(10))).toThrow(
      "absent: 10 events per delivery; expected 0.",
    );
    expect(() => checkReceived("counted", "call", time(2))).toThrow("expected 4");
  });
});
