import type { Change } from "@numipay/core";
import { type Random, shuffle } from "measure";
import type { ChangeResult, Contestant } from "./contestant.js";
import { sampleChanges } from "./sample-changes.js";

/** Each contestant is timed with new changes, then with the same changes again. */
export const kinds = ["new", "duplicate"] as const;

export type BatchKind = (typeof kinds)[number];

/** Microseconds per change, one value per round. */
export interface ChangeTimes extends Record<BatchKind, number[]> {
  /** The server's processor time. Empty where it is not known. */
  processor: Record<BatchKind, number[]>;
}

type Effect<Tx> = (change: Change, tx: Tx) => Promise<unknown>;

interface TimeOptions<Tx> {
  rounds: number;
  warmUpRounds: number;
  changesPerRound: number;
  concurrency: number;
  random: Random;
  effect: Effect<Tx>;
}

const expected: Record<BatchKind, ChangeResult> = { new: "processed", duplicate: "duplicate" };

/** Times each contestant, in a new order each round. */
export async function timeChanges<Tx>(
  contestants: readonly Contestant<Tx>[],
  { rounds, warmUpRounds, changesPerRound, concurrency, random, effect }: TimeOptions<Tx>,
): Promise<ChangeTimes[]> {
  const plans = contestants.map((contestant) => {
    const times: ChangeTimes = {
      new: [],
      duplicate: [],
      processor: { new: [], duplicate: [] },
    };
    return { contestant, times };
  });
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const { contestant, times } of shuffle(plans, random)) {
      const changes = sampleChanges(changesPerRound);
      for (const kind of kinds) {
        const batch = await timeBatch(contestant, changes, { kind, concurrency, effect });
        if (round < 0) continue;
        times[kind].push(batch.microseconds);
        if (batch.processor !== undefined) times.processor[kind].push(batch.processor);
      }
    }
  }
  return plans.map(({ times }) => times);
}

interface BatchOptions<Tx> {
  kind: BatchKind;
  concurrency: number;
  effect: Effect<Tx>;
}

/** Returns microseconds of real time per change, because most of it is waiting for the server, and the server's processor time. */
async function timeBatch<Tx>(
  { name, apply, settle, readServerTime }: Contestant<Tx>,
  changes: readonly Change[],
  { kind, concurrency, effect }: BatchOptions<Tx>,
): Promise<{ microseconds: number; processor: number | undefined }> {
  const waiting = changes.values();
  const work = async () => {
    for (const change of waiting) {
      const result = await apply(change, (tx) => effect(change, tx));
      if (result !== expected[kind]) {
        throw new Error(`${name} returned ${result} for a ${kind} change.`);
      }
    }
  };
  const before = readServerTime?.();
  const started = performance.now();
  await Promise.all(Array.from({ length: concurrency }, work));
  await settle?.();
  const microseconds = ((performance.now() - started) * 1000) / changes.length;
  const after = readServerTime?.();
  const isKnown = before !== undefined && after !== undefined;
  return { microseconds, processor: isKnown ? (after - before) / changes.length : undefined };
}
