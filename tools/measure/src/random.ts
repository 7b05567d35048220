/** Returns numbers in [0, 1). */
export type Random = () => number;

/** A seeded random number generator (mulberry32): the same seed gives the same numbers. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Returns a shuffled copy. Every order is equally likely. */
export function shuffle<T>(items: readonly T[], random: Random): T[] {
  const remaining = [...items];
  const shuffled: T[] = [];
  while (remaining.length > 0) {
    shuffled.push(...remaining.splice(Math.floor(random() * remaining.length), 1));
  }
  return shuffled;
}
