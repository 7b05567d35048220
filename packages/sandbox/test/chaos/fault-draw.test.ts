import { describe, expect, it } from "vitest";
import { replayedFaults, seededFaults } from "../../src/chaos/fault-draw.js";
import {
  apiFaults,
  deliveryFaults,
  faultParticulars,
  type FaultKind,
} from "../../src/gateway/faults.js";
import { toSubject } from "../../src/chaos/subject.js";

const kinds = [...deliveryFaults, ...apiFaults];
const always = Object.fromEntries(kinds.map((kind) => [kind, 1]));
const subjects = Array.from({ length: 500 }, (_, index) => `1/test/webhook-1/order-${index}`);

// Guards against a fault plan that replays differently: decision 0006.
it("lists every fault once", () => {
  expect([...kinds].toSorted()).toEqual(Object.keys(faultParticulars).toSorted());
});

describe("seeded faults", () => {
  const draw = seededFaults("seed-1", {
    deliveries: { duplicate: 0.1, drop: 1 },
    api: { timeout: 0 },
  });

  it("occur with their probability", () => {
    const played = (kind: FaultKind) =>
      subjects.filter((subject) => draw(kind, subject, 1) !== undefined).length;
    expect([played("drop"), played("timeout"), played("slow")]).toEqual([500, 0, 0]);
    expect(Math.abs(played("duplicate") - 50)).toBeLessThan(20);
  });

  it("do not depend on other draws", () => {
    const fault = () => draw("duplicate", "1/test/webhook-1/order-3", 2);
    const before = fault();
    for (const subject of subjects) draw("duplicate", subject, 1);
    expect(fault()).toEqual(before);
  });

  it("differ by seed, attempt and kind", () => {
    const all = seededFaults("seed-1", { deliveries: always });
    const other = seededFaults("seed-2", { deliveries: always });
    const copies = (one: typeof all, attempt: number) =>
      subjects.map((subject) => one("duplicate", subject, attempt)?.copies).join();
    expect(new Set([copies(all, 1), copies(all, 2), copies(other, 1)]).size).toBe(3);
    const minutes = (kind: "reorder" | "delay" | "lateSuccess") =>
      subjects.map((subject) => all(kind, subject, 1)?.minutes).join();
    expect(new Set([minutes("reorder"), minutes("delay"), minutes("lateSuccess")]).size).toBe(3);
  });

  it("use every value of their parameters", () => {
    const all = seededFaults("seed-1", { deliveries: always });
    for (const kind of kinds) {
      for (const [name, values] of Object.entries<readonly unknown[]>(faultParticulars[kind])) {
        const drawn = subjects
          .concat(
            subjects.map((one) => `${one}b`),
            subjects.map((one) => `${one}c`),
          )
          .map((subject) => (all(kind, subject, 1) as Record<string, unknown> | undefined)?.[name]);
        expect(new Set(drawn), `${kind}.${name}`).toEqual(new Set(values));
      }
    }
  });
});

it("replays exactly the faults of a plan", () => {
  const at = "2026-01-01T00:00:00.000Z";
  const fault = { kind: "delay", subject: "1/test/webhook-1/a", attempt: 1, minutes: 7 } as const;
  const draw = replayedFaults({
    version: 1,
    seed: "x",
    options: { api: { timeout: 1 } },
    faults: [{ at, ...fault }],
  });
  expect(draw("delay", "1/test/webhook-1/a", 1)).toEqual(fault);
  expect(draw("delay", "1/test/webhook-1/a", 2)).toBeUndefined();
  expect(draw("drop", "1/test/webhook-1/a", 1)).toBeUndefined();
  expect(draw("timeout", "1/test/webhook-1/a", 1)).toBeUndefined();
});

it("keeps subjects with slashes distinct", () => {
  const of = (what: string, which: string) => toSubject({ account: 1, mode: "test", what, which });
  expect(of("webhook-1", "order-7")).toBe("1/test/webhook-1/order-7");
  expect(of("webhook-1", "webhook-2/order-7")).not.toBe(of("webhook-2", "order-7"));
});
