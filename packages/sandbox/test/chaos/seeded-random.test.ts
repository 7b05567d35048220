import { describe, expect, it } from "vitest";
import { seededRandom, seededChoice } from "../../src/chaos/seeded-random.js";

const draws = Array.from({ length: 10_000 }, (_, index) => seededRandom("seed-1", `draw ${index}`));

describe("seeded random values", () => {
  it("depends on seed and name only", () => {
    expect(seededRandom("seed-1", "draw 0")).toBe(draws[0]);
    expect(seededRandom("seed-2", "draw 0")).not.toBe(draws[0]);
    expect(new Set(draws).size).toBe(draws.length);
  });

  it("is uniform in [0, 1)", () => {
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    for (const chance of [0.1, 0.5, 0.9]) {
      const share = draws.filter((draw) => draw < chance).length / draws.length;
      expect(Math.abs(share - chance)).toBeLessThan(0.02);
    }
  });

  it("picks each value with equal probability", () => {
    const drawn = draws.map((_, index) =>
      seededChoice("seed-1", `value ${index}`, ["a", "b", "c"]),
    );
    for (const value of ["a", "b", "c"]) {
      expect(drawn.filter((one) => one === value).length / drawn.length).toBeCloseTo(1 / 3, 1);
    }
    expect(() => seededChoice("seed-1", "nothing", [])).toThrow(RangeError);
  });
});
