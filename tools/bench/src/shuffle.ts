// @ts-check

/** A source of numbers in [0, 1) that is the same for the same seed (mulberry32): the order of a run can be repeated. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A copy in another order, every order as likely: one is drawn after the other. */
export function shuffle<T>(items: readonly T[], random: () => number): T[] {
  const waiting = [...items];
  const shuffled: T[] = [];
  while (waiting.length > 0) {
    shuffled.push(...waiting.splice(Math.floor(random() * waiting.length), 1));
  }
  return shuffled;
}
