// @ts-check
import { shuffle } from "../shuffle.js";
import { sampleChanges } from "./sample-changes.js";

/** What is timed of each contestant: changes that are new to it, and then the very same again. */
export const kinds = /** @type {const} */ (["new", "duplicate"]);

/** @typedef {(typeof kinds)[number]} Kind */

const wanted = { new: "processed", duplicate: "duplicate" };

/**
 * Microseconds a change of each contestant, one value a round.
 *
 * @template Tx
 * @param {readonly import("./apply-through-inbox.js").Contestant<Tx>[]} contestants
 * @param {{
 *   rounds: number,
 *   warmUpRounds: number,
 *   changesARound: number,
 *   concurrency: number,
 *   random: () => number,
 *   effect: (change: import("@numipay/core").Change, tx: Tx) => Promise<unknown>,
 * }} options
 * @returns {Promise<Record<Kind, number[]>[]>}
 */
export async function timeChanges(
  contestants,
  { rounds, warmUpRounds, changesARound, concurrency, random, effect },
) {
  const plans = contestants.map((contestant) => ({
    contestant,
    took: { new: /** @type {number[]} */ ([]), duplicate: /** @type {number[]} */ ([]) },
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

/**
 * By the clock: most of it is waiting for the server.
 *
 * @template Tx
 * @param {import("./apply-through-inbox.js").Contestant<Tx>} contestant
 * @param {readonly import("@numipay/core").Change[]} changes
 * @param {{
 *   kind: Kind,
 *   concurrency: number,
 *   effect: (change: import("@numipay/core").Change, tx: Tx) => Promise<unknown>,
 * }} options
 */
async function timeBatch({ name, apply }, changes, { kind, concurrency, effect }) {
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
