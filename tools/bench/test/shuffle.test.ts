// @ts-check
import { describe, expect, it } from "vitest";
import { createRandom, shuffle } from "../src/shuffle.js";

const letters = ["a", "b", "c", "d", "e", "f"];

function tenOrders(seed: number) {
  const random = createRandom(seed);
  return Array.from({ length: 10 }, () => shuffle(letters, random).join(""));
}

describe("shuffle", () => {
  it("gives the same orders for the same seed", () => {
    expect(tenOrders(1)).toEqual(tenOrders(1));
  });

  it("gives other orders for another seed", () => {
    expect(tenOrders(1)).not.toEqual(tenOrders(2));
  });

  it("keeps every item and leaves the list alone", () => {
    const random = createRandom(3);
    expect(shuffle(letters, random).toSorted()).toEqual(letters);
    expect(letters.join("")).toBe("abcdef");
  });

  it("puts each of three items first about as often", () => {
    const random = createRandom(4);
    const first = { a: 0, b: 0, c: 0 };
    for (let i = 0; i < 3000; i += 1) first[shuffle(["a", "b", "c"], random)[0]] += 1;
    for (const times of Object.values(first)) expect(Math.abs(times - 1000)).toBeLessThan(100);
  });
});

describe("createRandom", () => {
  it("stays within 0 and 1", () => {
    const random = createRandom(5);
    const numbers = Array.from({ length: 1000 }, () => random());
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  });
});
