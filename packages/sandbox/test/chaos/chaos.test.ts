import { describe, expect, it } from "vitest";
import { createChaos } from "../../src/chaos/chaos.js";
import { createChaosStore } from "../../src/storage/chaos-store.js";
import type { ChaosOptions, ChaosPlan } from "../../src/gateway/chaos-options.js";
import { openSql } from "../../src/storage/sql.js";

const subject = "1/test/webhook-1/order-1";
const at = "2026-01-01T00:00:00.000Z";

function open(sql = openSql(":memory:")) {
  return createChaos(createChaosStore(sql), { seed: "sandbox-seed", now: () => Date.parse(at) });
}

function plan(fault: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    version: 1,
    seed: "seed-1",
    options: {},
    faults: [{ at, kind: "delay", subject, attempt: 1, minutes: 7, ...fault }],
  };
}

describe("chaos", () => {
  it("is off by default", () => {
    const chaos = open();
    expect(chaos.options()).toBeUndefined();
    expect(chaos.draw("drop", subject, 1)).toBeUndefined();
    expect(chaos.count(subject)).toBe(0);
    expect(chaos.plan()).toEqual({ version: 1, seed: "sandbox-seed", options: {}, faults: [] });
  });

  it("uses its own seed or the sandbox's", () => {
    const drawn = (options: ChaosOptions) => {
      const chaos = open();
      chaos.set(options);
      return { fault: chaos.draw("duplicate", subject, 1), seed: chaos.plan().seed };
    };
    const deliveries = { duplicate: 1 };
    expect(drawn({ deliveries })).toEqual(drawn({ deliveries, seed: "sandbox-seed" }));
    expect(drawn({ deliveries }).fault).not.toEqual(drawn({ deliveries, seed: "other" }).fault);
    expect(drawn({ deliveries, seed: "other" }).seed).toBe("other");
  });

  it("records each fault once, with the virtual time", () => {
    const chaos = open();
    chaos.set({ deliveries: { drop: 1 } });
    const fault = { kind: "drop", subject, attempt: 1 } as const;
    chaos.record(fault);
    chaos.record(fault);
    chaos.record({ ...fault, attempt: 2 });
    expect(chaos.plan()).toEqual({
      version: 1,
      seed: "sandbox-seed",
      options: { deliveries: { drop: 1 } },
      faults: [
        { at, ...fault },
        { at, ...fault, attempt: 2 },
      ],
    });
  });

  it("keeps its plan when stopped", () => {
    const chaos = open();
    chaos.set({ api: { timeout: 1 } });
    chaos.record({ kind: "timeout", subject, attempt: 1, phase: "after" });
    expect([chaos.count("a"), chaos.count("a"), chaos.count("b")]).toEqual([1, 2, 1]);
    chaos.set({ seed: "sandbox-seed", api: { timeout: 1 } });
    expect([chaos.plan().faults.length, chaos.count("a")]).toEqual([1, 3]);
    chaos.set(undefined);
    expect([chaos.plan().faults.length, chaos.options()]).toEqual([1, undefined]);
    chaos.set({ api: { timeout: 1 } });
    expect([chaos.plan().faults.length, chaos.count("a")]).toEqual([0, 1]);
  });

  it("resumes from its tables", () => {
    const sql = openSql(":memory:");
    const first = open(sql);
    first.set({ seed: "seed-1", deliveries: { duplicate: 0.5 } });
    first.count("a");
    first.record({ kind: "drop", subject, attempt: 1 });
    const second = open(sql);
    expect(second.options()).toEqual({ seed: "seed-1", deliveries: { duplicate: 0.5 } });
    expect(second.plan()).toEqual(first.plan());
    expect(second.count("a")).toBe(2);
  });

  it("ignores later changes of its options", () => {
    const chaos = open();
    const deliveries = { drop: 1 };
    chaos.set({ deliveries });
    deliveries.drop = 0;
    expect(chaos.draw("drop", subject, 1)).toBeDefined();
  });

  it("replays a plan from JSON", () => {
    const chaos = open();
    const replay = JSON.parse(JSON.stringify(plan())) as ChaosPlan;
    chaos.set({ replay });
    expect(chaos.draw("delay", subject, 1)).toMatchObject({ kind: "delay", minutes: 7 });
    expect(chaos.draw("delay", subject, 2)).toBeUndefined();
    expect(chaos.options()).toEqual({ replay });
    expect(chaos.plan()).toMatchObject({ seed: "seed-1", faults: [] });
  });
});

describe("an invalid option is rejected", () => {
  it.each<[string, unknown]>([
    ["chaos must be an object", 7],
    ["chaos must be an object", []],
    ["chaos.delivery is unknown", { delivery: {} }],
    ["chaos.seed must be a string", { seed: 7 }],
    ["chaos.deliveries must be an object", { deliveries: null }],
    ["chaos.deliveries.duplicates is unknown", { deliveries: { duplicates: 0.1 } }],
    ["chaos.deliveries.timeout is unknown", { deliveries: { timeout: 0.1 } }],
    ["chaos.deliveries.drop must be a probability", { deliveries: { drop: 1.1 } }],
    ["chaos.api.timeout must be a probability", { api: { timeout: -0.1 } }],
    ["chaos.api.timeout must be a probability", { api: { timeout: Number.NaN } }],
    ["chaos.api.timeout must be a probability", { api: { timeout: "0.1" } }],
    ["chaos.replay cannot be combined", { replay: plan(), seed: "a" }],
    ["chaos.replay must be a plan", { replay: "plan.json" }],
    ["chaos.replay.version must be 1", { replay: { ...plan(), version: 2 } }],
    ["chaos.replay.seed must be", { replay: { ...plan(), seed: undefined } }],
    ["chaos.replay.options must be", { replay: { ...plan(), options: undefined } }],
    [
      "chaos.replay.options.api.timeout must",
      { replay: { ...plan(), options: { api: { timeout: 2 } } } },
    ],
    ["chaos.replay.faults must be an array", { replay: { ...plan(), faults: {} } }],
    ["chaos.replay.faults[0].kind must be", { replay: plan({ kind: "constructor" }) }],
    ["chaos.replay.faults[0].subject must", { replay: plan({ subject: 1 }) }],
    ["chaos.replay.faults[0].attempt must", { replay: plan({ attempt: 0 }) }],
    ["chaos.replay.faults[0].at must be", { replay: plan({ at: "noon" }) }],
    ["chaos.replay.faults[0].minutes must be one of 1, 2", { replay: plan({ minutes: 0.5 }) }],
  ])("%s", (message, options) => {
    const chaos = open();
    chaos.set({ deliveries: { drop: 1 } });
    expect(() => chaos.set(options as ChaosOptions)).toThrow(message);
    expect(chaos.options()).toEqual({ seed: "sandbox-seed", deliveries: { drop: 1 } });
  });
});
