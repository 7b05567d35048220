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
      "telemetry: delivery, unsubscribed / without channels",
      "telemetry: delivery, counted / without channels",
      "telemetry: call, unsubscribed / without channels",
      "telemetry: call, counted / without channels",
    ]);
    expect(Object.values(values).every((ratio) => ratio > 0)).toBe(true);
    expect(table).toContain("counts the events");
    for (const { value } of targets.filter((target) => target.value.startsWith("telemetry"))) {
      expect(values).toHaveProperty([value]);
    }
  });
});

describe("checkReceived", () => {
  const events = (traced: number, plain = 0) => ({
    traced: { microseconds: 1, received: traced },
    plain: { microseconds: 1, received: plain },
  });

  it("accepts two events per operation, and none without channels or a subscriber", () => {
    expect(() => checkReceived("counted", "delivery", events(10))).not.toThrow();
    expect(() => checkReceived("counted", "call", events(4))).not.toThrow();
    expect(() => checkReceived("unsubscribed", "delivery", events(0))).not.toThrow();
  });

  it("rejects anything else", () => {
    expect(() => checkReceived("unsubscribed", "delivery", events(10))).toThrow(
      "unsubscribed, traced: 10 events per delivery; expected 0.",
    );
    expect(() => checkReceived("counted", "call", events(2))).toThrow("expected 4");
    expect(() => checkReceived("counted", "call", events(4, 4))).toThrow("counted, plain");
  });
});
