// @ts-check
import type { Target } from "./targets.js";
import type { Attack } from "../attacks/attacks.js";
import { compare } from "../verdict/compare.js";
import { playAttacks, scales } from "./play-attacks.js";

/**
 * Plays small attacks on one target, all against the same process, ours and its peer at once: nothing is timed.
 *
 * @returns one comparison an attack
 */
export async function playQuick({ ours, peer }: Target, attacks: readonly Attack[]) {
  const [here = [], there = []] = await Promise.all(
    [ours, peer].map((program) => playAttacks(program, attacks, scales.quick)),
  );
  return attacks.map((attack, index) => ({
    attack,
    comparison: compare(here.slice(index, index + 1), there.slice(index, index + 1)),
  }));
}
