import { describe, expect, it } from "vitest";
import { createRandom, shuffle } from "../src/random.js";

const letters = ["a", "b", "c", "d", "e", "f"];

function tenOrders(seed: number): string[] {
  const random = createRandom(seed);
  return Array.from({ length: 10 }, () => shuffle(letters, random).join(""));
}

describe("createRandom", () => {
  it("stays within 0 and 1", () => {
    const random = createRandom(5);
    const numbers = Array.from({ length: 1000 }, () => random());
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  });
});

describe("shuffle", () => {
  it("repeats its orders for the same seed", () => {
    expect(tenOrders(1)).toEqual(tenOrders(1));
  });

  it("changes its orders with the seed", () => {
    expect(tenOrders(1)).not.toEqual(tenOrders(2));
  });

  it("keeps every item and does not modify the list", () => {
    const random = createRandom(3);
    expect(shuffle(letters, random).toSorted()).toEqual(letters);
    expect(letters.join("")).toBe("abcdef");
  });

  it("puts each item first equally often", () => {
    const random = createRandom(4);
    const firsts = new Map<string | undefined, number>();
    for (let i = 0; i < 3000; i += 1) {
      const [first] = shuffle(["a", "b", "c"], random);
      firsts.set(first, (firsts.get(first) ?? 0) + 1);
    }
    expect(firsts.size).toBe(3);
    for (const times of firsts.values()) expect(Math.abs(times - 1000)).toBeLessThan(100);
  });
});
