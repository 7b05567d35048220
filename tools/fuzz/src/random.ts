import { createHash } from "node:crypto";

/** A source of numbers that is the same for the same names, so that one run of many can be drawn again alone. */
export function createRandom(...names): Random {
  const seed = createHash("sha256").update(names.join("\n")).digest();
  let state = seed.readUInt32LE(0);
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count) => Math.floor(next() * count);
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  return {
    below,
    chance: (probability) => next() < probability,
    one,
    some: (list, most) => Array.from({ length: below(most + 1) }, () => one(list)),
  };
}

export interface Random {
  /** A whole number from 0. */
  below: (count: number) => number;
  chance: (probability: number) => boolean;
  one: <T>(list: readonly T[]) => T;
  /** 0 to `most` of the list. */
  some: <T>(list: readonly T[], most: number) => T[];
}
