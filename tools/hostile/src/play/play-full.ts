// @ts-check
import type { Target } from "./targets.js";
import type { Attack } from "../attacks/attacks.js";
import type { Played } from "./play-attacks.js";
import { compare } from "../verdict/compare.js";
import { playAttacks, scales } from "./play-attacks.js";

/**
 * Plays one attack on one target: each side alone on the machine and in a fresh process each round, in turns.
 *
 * @param options `random` draws which side begins
 */
export async function playFull(
  { ours, peer }: Target,
  attack: Attack,
  { rounds, random }: { rounds: number; random: () => number },
) {
  const played: Record<string, Played[]> = { [ours]: [], [peer]: [] };
  const first = random() < 0.5 ? 0 : 1;
  for (let round = 0; round < rounds; round += 1) {
    for (const program of (first + round) % 2 === 0 ? [ours, peer] : [peer, ours]) {
      played[program]?.push(...(await playAttacks(program, [attack], scales.full)));
    }
  }
  return compare(played[ours] ?? [], played[peer] ?? []);
}
