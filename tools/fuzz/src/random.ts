import { createHash } from "node:crypto";

export interface Random {
  /** Returns an integer from 0 to `count - 1`. */
  below: (count: number) => number;
  chance: (probability: number) => boolean;
  /** Returns an item of a non-empty list. */
  one: <Item>(list: readonly Item[]) => Item;
  /** Returns 0 to `most` items of a list. */
  some: <Item>(list: readonly Item[], most: number) => Item[];
}

/** A seeded random source. Each run has its own names, so it can be reproduced alone. */
export function createRandom(...names: readonly (string | number)[]): Random {
  const seed = createHash("sha256").update(names.join("\n")).digest();
  let state = seed.readUInt32LE(0);
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  const one = <Item>(list: readonly Item[]): Item => list[below(list.length)] as Item;
  return {
    below,
    chance: (probability) => next() < probability,
    one,
    some: (list, most) => Array.from({ length: below(most + 1) }, () => one(list)),
  };
}
