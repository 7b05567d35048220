import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { toCanonicalJson } from "../../src/protocol/canonical-json.js";

const written = (value: unknown, maxLength = 65_536) => toCanonicalJson(value, maxLength);

function nest(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Counts every read in a value. */
function counted(value: object, reads: { count: number }): object {
  return new Proxy(value, {
    get(target, key, receiver) {
      reads.count += 1;
      const member: unknown = Reflect.get(target, key, receiver);
      return typeof member === "object" && member !== null ? counted(member, reads) : member;
    },
    ownKeys(target) {
      reads.count += 1;
      return Reflect.ownKeys(target);
    },
  });
}

describe("toCanonicalJson", () => {
  it("agrees with JSON.stringify for JSON values", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(written(value)).toEqual({ text: JSON.stringify(value) });
      }),
      { numRuns: 2_000 },
    );
  });

  it("agrees with JSON.stringify for any value", () => {
    const given = fc.anything({ withDate: true, withSparseArray: true });
    fc.assert(
      fc.property(given, (value) => {
        let text: string | undefined;
        try {
          text = JSON.stringify(value);
        } catch {
          // Such as an object whose toString throws.
        }
        expect(written(value)).toEqual(text === undefined ? { problem: "not-json" } : { text });
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["a date", { at: new Date(0) }],
    ["a toJSON with its key", { a: { toJSON: (key: string) => `${key}!` } }],
    ["a toJSON with its index", [{ toJSON: (key: string) => typeof key }]],
    ["a function with a toJSON", Object.assign(() => 0, { toJSON: () => "f" })],
    ["omitted members", { a: undefined, b: () => 0, c: Symbol("s"), d: [undefined, () => 0] }],
    ["an own __proto__", JSON.parse('{"__proto__":{"a":[]},"b":{}}')],
    ["odd strings", ["\ud800", "\u2028", '"\\', "\u0007"]],
    ["odd numbers", [1e21, -0, NaN, Infinity, 5e-324]],
  ])("keeps %s", (_name, value) => {
    expect(written(value)).toEqual({ text: JSON.stringify(value) });
  });
});

describe("toCanonicalJson of a hostile value", () => {
  it("supports nesting deeper than the stack", () => {
    const text = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(written(JSON.parse(text), text.length)).toEqual({ text });
  });

  it.each([
    [
      "a cycle",
      () => {
        const circle: unknown[] = [1];
        circle.push([circle]);
        return circle;
      },
    ],
    [
      "a cycle of omitted members",
      () => {
        const circle: Record<string, unknown> = { a: undefined, b: undefined };
        circle["self"] = circle;
        return circle;
      },
    ],
    ["an endless getter", () => endless()],
    ["an array of four billion empty slots", () => Object.assign([], { length: 4_000_000_000 })],
    ["a string over the limit", () => ({ a: "x".repeat(65_536) })],
  ])("reports %s as too large", (_name, create) => {
    expect(written(create())).toEqual({ problem: "too-large" });
  });

  it.each([
    ["a bigint", () => ({ a: 1n })],
    [
      "a getter that throws",
      () => ({
        get a() {
          throw new Error("no");
        },
      }),
    ],
    [
      "a toJSON that throws",
      () => ({
        toJSON() {
          throw new Error("no");
        },
      }),
    ],
    ["nothing", () => undefined],
  ])("reports %s as not JSON", (_name, create) => {
    expect(written(create())).toEqual({ problem: "not-json" });
  });
});

function endless(): object {
  return {
    get next() {
      return endless();
    },
  };
}

describe("the work of toCanonicalJson", () => {
  it.each([
    ["wide", (size: number) => ({ a: Array.from({ length: size }, () => ({ b: 1 })) })],
    ["deep", (size: number) => nest(size) as object],
  ])("doubles with the size of a %s value", (_name, create) => {
    const readsOf = (size: number): number => {
      const reads = { count: 0 };
      expect(written(counted(create(size), reads), 1_000_000)).toHaveProperty("text");
      return reads.count;
    };
    const [once, twice] = [readsOf(1_000), readsOf(2_000)];
    expect(twice / once).toBeCloseTo(2, 1);
  });

  it("never passes an object to JSON.stringify", () => {
    const stringify = vi.spyOn(JSON, "stringify");
    written(nest(1_000));
    const given = stringify.mock.calls.map(([value]) => typeof value);
    stringify.mockRestore();
    expect(given).not.toContain("object");
  });
});
