import type { Random } from "measure";
import type { Attack } from "../attacks/attack.js";
import { compare, type Comparison } from "../verdict/compare.js";
import { playAttacks, type Played, scales } from "./play-attacks.js";
import type { Target } from "./targets.js";

/** Plays one attack on one target. The two sides take turns, each alone on the machine and in a fresh process per round. */
export async function playFull(
  { ours, peer }: Target,
  attack: Attack,
  { rounds, random }: { rounds: number; random: Random },
): Promise<Comparison> {
  const sides = [ours, peer].map((program) => ({ program, played: [] as Played[] }));
  const first = random() < 0.5 ? 0 : 1;
  for (let round = 0; round < rounds; round += 1) {
    const order = (first + round) % 2 === 0 ? sides : sides.toReversed();
    for (const { program, played } of order) {
      played.push(...(await playAttacks(program, [attack], scales.full)));
    }
  }
  const [oursPlayed = [], peerPlayed = []] = sides.map(({ played }) => played);
  return compare(oursPlayed, peerPlayed);
}
