import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isTooDeep,
  isTooWide,
  maxJsonCommas,
  maxJsonDepth,
} from "../../src/protocol/json-shape.js";

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

  it("counts after a string ending in a backslash", () => {
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

  it("accepts unfinished text", () => {
    for (const text of ["[".repeat(64), '"'.repeat(65), "\\".repeat(65), `"${"\\".repeat(65)}`]) {
      expect(isTooDeep(text)).toBe(false);
    }
    expect(isTooDeep("[".repeat(100_000))).toBe(true);
  });
});

describe("isTooWide", () => {
  it("accepts 1000 commas and rejects 1001", () => {
    expect(isTooWide(`[0${",0".repeat(maxJsonCommas)}]`)).toBe(false);
    expect(isTooWide(`[0${",0".repeat(maxJsonCommas + 1)}]`)).toBe(true);
  });

  it("counts the members of nested values", () => {
    expect(isTooWide(`[${'{"a":0,"b":0},'.repeat(600)}0]`)).toBe(true);
  });

  it("ignores commas inside strings", () => {
    expect(isTooWide(JSON.stringify({ a: ",".repeat(5000), b: `\\",,` }))).toBe(false);
  });

  it("agrees with the parsed value", () => {
    const commasOf = (value: unknown): number => {
      if (typeof value !== "object" || value === null) return 0;
      const members: unknown[] = Object.values(value);
      const below = members.reduce<number>((sum, member) => sum + commasOf(member), 0);
      return below + Math.max(0, members.length - 1);
    };
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 6 }), (value, limit) => {
        expect(isTooWide(JSON.stringify(value), limit)).toBe(commasOf(value) > limit);
      }),
    );
  });
});
