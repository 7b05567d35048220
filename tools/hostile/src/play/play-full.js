// @ts-check
import { compare } from "../verdict/compare.js";
import { playAttacks, scales } from "./play-attacks.js";

/**
 * Plays one attack on one target: each side alone on the machine and in a fresh process each round, in turns.
 *
 * @param {import("./targets.js").Target} target
 * @param {import("../attacks/attacks.js").Attack} attack
 * @param {{ rounds: number, random: () => number }} options `random` draws which side begins
 */
export async function playFull({ ours, peer }, attack, { rounds, random }) {
  /** @type {Record<string, import("./play-attacks.js").Played[]>} */
  const played = { [ours]: [], [peer]: [] };
  const first = random() < 0.5 ? 0 : 1;
  for (let round = 0; round < rounds; round += 1) {
    for (const program of (first + round) % 2 === 0 ? [ours, peer] : [peer, ours]) {
      played[program]?.push(...(await playAttacks(program, [attack], scales.full)));
    }
  }
  return compare(played[ours] ?? [], played[peer] ?? []);
}
