import { type Random, shuffle } from "measure";

export interface RoundOptions {
  rounds: number;
  warmUpRounds: number;
  random: Random;
}

/**
 * Runs a batch of each contestant per round, in a new order each time.
 *
 * @param batches each runs one batch and returns what it measured
 * @returns the results of each contestant, one per round
 */
export async function timeRounds<Result>(
  batches: readonly (() => Promise<Result>)[],
  { rounds, warmUpRounds, random }: RoundOptions,
): Promise<Result[][]> {
  const plans = batches.map((run) => ({ run, results: [] as Result[] }));
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const { run, results } of shuffle(plans, random)) {
      const result = await run();
      if (round >= 0) results.push(result);
    }
  }
  return plans.map(({ results }) => results);
}

/** Does the work for each item, a few at a time. Returns microseconds of real time per item. */
export async function timeEach<Item>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<unknown>,
): Promise<number> {
  const waiting = items.values();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
  return ((performance.now() - started) * 1000) / items.length;
}
