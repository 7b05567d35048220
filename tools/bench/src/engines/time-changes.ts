import type { Change } from "@numipay/core";
import { type Random, shuffle } from "measure";
import type { ChangeResult, Contestant } from "./contestant.js";
import { sampleChanges } from "./sample-changes.js";

/** Each contestant is timed with new changes, then with the same changes again. */
export const kinds = ["new", "duplicate"] as const;

export type Kind = (typeof kinds)[number];

/** Microseconds per change, one value per round. */
export type ChangeTimes = Record<Kind, number[]>;

type Effect<Tx> = (change: Change, tx: Tx) => Promise<unknown>;

interface TimeOptions<Tx> {
  rounds: number;
  warmUpRounds: number;
  changesPerRound: number;
  concurrency: number;
  random: Random;
  effect: Effect<Tx>;
}

const expected: Record<Kind, ChangeResult> = { new: "processed", duplicate: "duplicate" };

/** Times each contestant, in a new order each round. */
export async function timeChanges<Tx>(
  contestants: readonly Contestant<Tx>[],
  { rounds, warmUpRounds, changesPerRound, concurrency, random, effect }: TimeOptions<Tx>,
): Promise<ChangeTimes[]> {
  const plans = contestants.map((contestant) => {
    const times: ChangeTimes = { new: [], duplicate: [] };
    return { contestant, times };
  });
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const { contestant, times } of shuffle(plans, random)) {
      const changes = sampleChanges(changesPerRound);
      for (const kind of kinds) {
        const microseconds = await timeBatch(contestant, changes, { kind, concurrency, effect });
        if (round >= 0) times[kind].push(microseconds);
      }
    }
  }
  return plans.map(({ times }) => times);
}

interface BatchOptions<Tx> {
  kind: Kind;
  concurrency: number;
  effect: Effect<Tx>;
}

/** Returns microseconds of real time per change: most of it is waiting for the server. */
async function timeBatch<Tx>(
  { name, apply }: Contestant<Tx>,
  changes: readonly Change[],
  { kind, concurrency, effect }: BatchOptions<Tx>,
): Promise<number> {
  const waiting = changes.values();
  const work = async () => {
    for (const change of waiting) {
      const result = await apply(change, (tx) => effect(change, tx));
      if (result !== expected[kind]) {
        throw new Error(`${name} returned ${result} for a ${kind} change.`);
      }
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: concurrency }, work));
  return ((performance.now() - started) * 1000) / changes.length;
}
