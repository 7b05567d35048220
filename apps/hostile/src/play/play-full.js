// @ts-check
import { compare } from "../verdict/compare.js";
import { playAttacks, scales } from "./play-attacks.js";

/**
 * Plays one attack on one target: each side alone on the machine and in a fresh process each round, in turns.
 *
 * @param {import("./targets.js").Target} target
 * @param {import("../attacks/attacks.js").Attack} attack
 * @param {number} rounds
 */
export async function playFull({ ours, peer }, attack, rounds) {
  /** @type {Record<string, import("./play-attacks.js").Played[]>} */
  const played = { [ours]: [], [peer]: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const program of round % 2 === 0 ? [ours, peer] : [peer, ours]) {
      played[program]?.push(...(await playAttacks(program, [attack], scales.full)));
    }
  }
  return compare(played[ours] ?? [], played[peer] ?? []);
}
