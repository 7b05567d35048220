import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTooDeep, maxJsonDepth } from "../../src/protocol/json-depth.js";

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

describe("isTooDeep", () => {
  it("accepts 64 levels and rejects 65", () => {
    expect(isTooDeep(nested(maxJsonDepth))).toBe(false);
    expect(isTooDeep(nested(maxJsonDepth + 1))).toBe(true);
    expect(isTooDeep(`${'{"a":'.repeat(65)}1${"}".repeat(65)}`)).toBe(true);
  });

  it("counts levels, not brackets", () => {
    expect(isTooDeep(`[${`${nested(63)},`.repeat(100)}0]`)).toBe(false);
  });

  it("ignores brackets inside strings", () => {
    expect(isTooDeep(JSON.stringify({ a: "[".repeat(100) }))).toBe(false);
    expect(isTooDeep(JSON.stringify({ a: `\\"${"[".repeat(100)}`, b: "\\" }))).toBe(false);
  });

  it("finds levels after a string that ends in a backslash", () => {
    expect(isTooDeep(`["\\\\",${nested(64)}]`)).toBe(true);
  });

  it("agrees with the parsed value", () => {
    const depthOf = (value: unknown): number =>
      typeof value === "object" && value !== null
        ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
        : 0;
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 6 }), (value, limit) => {
        expect(isTooDeep(JSON.stringify(value), limit)).toBe(depthOf(value) > limit);
      }),
    );
  });

  it("reads an unfinished text without throwing", () => {
    for (const text of ["[".repeat(64), '"'.repeat(65), "\\".repeat(65), `"${"\\".repeat(65)}`]) {
      expect(isTooDeep(text)).toBe(false);
    }
    expect(isTooDeep("[".repeat(100_000))).toBe(true);
  });
});
