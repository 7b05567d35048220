// @ts-check
import type { Played } from "../play/play-attacks.js";
import { median, summarizeRatios } from "../summarize.js";
import { findFaults } from "./find-faults.js";
import { mostMemory, mostP99 } from "./limits.js";

/**
 * The rounds of one attack on one target.
 *
 * @param peer the same rounds
 */
export function compare(ours: readonly Played[], peer: readonly Played[]) {
  const ratioOf = (key) =>
    summarizeRatios(
      ours.map((played) => played[key]),
      peer.map((played) => played[key]),
    );
  const sideOf = (rounds) => ({
    peak: median(rounds.map(({ peak }) => peak)),
    p99: median(rounds.map(({ p99 }) => p99)),
  });
  return {
    ours: sideOf(ours),
    peer: sideOf(peer),
    grown: Math.max(...ours.map(({ grown }) => grown)),
    memory: ratioOf("peak"),
    p99: ratioOf("p99"),
    cpu: ratioOf("cpu"),
    faults: [...new Set(ours.flatMap(findFaults))],
  };
}

export type Comparison = ReturnType<typeof compare>;

/**
 * Everything that is wrong with a comparison, one line each. Times are left out of a quick run: a build server has
 * neighbours.
 */
export function findMisses({ memory, p99, faults }: Comparison, { isTimed }: { isTimed: boolean }) {
  const misses = [...faults];
  if (!(memory.median <= mostMemory)) {
    misses.push(`memory is ${memory.median.toFixed(2)} times the peer's, at most ${mostMemory}`);
  }
  if (isTimed && !(p99.median <= mostP99)) {
    misses.push(
      `the p99 of healthy deliveries is ${p99.median.toFixed(2)} times the peer's, at most ${mostP99}`,
    );
  }
  return misses;
}
