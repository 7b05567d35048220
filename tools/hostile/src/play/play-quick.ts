import type { Attack } from "../attacks/attack.js";
import { compare, type Comparison } from "../verdict/compare.js";
import { playAttacks, scales } from "./play-attacks.js";
import type { Target } from "./targets.js";

/** Plays small attacks on one target. Each side uses one process for all of them, and both run at once: nothing is timed. */
export async function playQuick(
  { ours, peer }: Target,
  attacks: readonly Attack[],
): Promise<{ attack: Attack; comparison: Comparison }[]> {
  const [oursPlayed, peerPlayed] = await Promise.all([
    playAttacks(ours, attacks, scales.quick),
    playAttacks(peer, attacks, scales.quick),
  ]);
  return attacks.map((attack, index) => ({
    attack,
    comparison: compare(oursPlayed.slice(index, index + 1), peerPlayed.slice(index, index + 1)),
  }));
}
