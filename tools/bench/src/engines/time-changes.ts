// @ts-check
import type { Contestant } from "./apply-through-inbox.js";
import type { Change } from "@numipay/core";
import { shuffle } from "../shuffle.js";
import { sampleChanges } from "./sample-changes.js";

/** What is timed of each contestant: changes that are new to it, and then the very same again. */
export const kinds = ["new", "duplicate"] as const;

export type Kind = (typeof kinds)[number];

const wanted = { new: "processed", duplicate: "duplicate" };

/** Microseconds a change of each contestant, one value a round. */
export async function timeChanges<Tx>(
  contestants: readonly Contestant<Tx>[],
  {
    rounds,
    warmUpRounds,
    changesARound,
    concurrency,
    random,
    effect,
  }: {
    rounds: number;
    warmUpRounds: number;
    changesARound: number;
    concurrency: number;
    random: () => number;
    effect: (change: Change, tx: Tx) => Promise<unknown>;
  },
): Promise<Record<Kind, number[]>[]> {
  const plans = contestants.map((contestant) => ({
    contestant,
    took: { new: [] as number[], duplicate: [] as number[] },
  }));
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const { contestant, took } of shuffle(plans, random)) {
      const changes = sampleChanges(changesARound);
      for (const kind of kinds) {
        const microseconds = await timeBatch(contestant, changes, { kind, concurrency, effect });
        if (round >= 0) took[kind].push(microseconds);
      }
    }
  }
  return plans.map(({ took }) => took);
}

/** By the clock: most of it is waiting for the server. */
async function timeBatch<Tx>(
  { name, apply }: Contestant<Tx>,
  changes: readonly Change[],
  {
    kind,
    concurrency,
    effect,
  }: { kind: Kind; concurrency: number; effect: (change: Change, tx: Tx) => Promise<unknown> },
) {
  const waiting = changes.values();
  const work = async () => {
    for (const change of waiting) {
      const said = await apply(change, (tx) => effect(change, tx));
      if (said !== wanted[kind]) throw new Error(`${name} says ${said} of a ${kind} change.`);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: concurrency }, work));
  return ((performance.now() - started) * 1000) / changes.length;
}
