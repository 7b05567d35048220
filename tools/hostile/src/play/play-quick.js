// @ts-check
import { compare } from "../verdict/compare.js";
import { playAttacks, scales } from "./play-attacks.js";

/**
 * Plays small attacks on one target, all against the same process, ours and its peer at once: nothing is timed.
 *
 * @param {import("./targets.js").Target} target
 * @param {readonly import("../attacks/attacks.js").Attack[]} attacks
 * @returns one comparison an attack
 */
export async function playQuick({ ours, peer }, attacks) {
  const [here = [], there = []] = await Promise.all(
    [ours, peer].map((program) => playAttacks(program, attacks, scales.quick)),
  );
  return attacks.map((attack, index) => ({
    attack,
    comparison: compare(here.slice(index, index + 1), there.slice(index, index + 1)),
  }));
}
