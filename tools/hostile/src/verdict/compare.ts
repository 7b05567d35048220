import { median, type Summary, summarizeRatios } from "measure";
import type { Played } from "../play/play-attacks.js";
import { findFaults } from "./find-faults.js";
import { maxMemoryRatio, maxP99Ratio } from "./limits.js";

/** Medians over the rounds. */
interface Side {
  peak: number;
  p99: number;
}

/** The rounds of one attack on one target, compared with the same rounds of its peer. */
export interface Comparison {
  ours: Side;
  peer: Side;
  growth: number;
  memory: Summary;
  p99: Summary;
  cpu: Summary;
  faults: string[];
}

export function compare(ours: readonly Played[], peer: readonly Played[]): Comparison {
  const ratioOf = (key: "peak" | "p99" | "cpu") =>
    summarizeRatios(
      ours.map((played) => played[key]),
      peer.map((played) => played[key]),
    );
  return {
    ours: toSide(ours),
    peer: toSide(peer),
    growth: Math.max(...ours.map(({ growth }) => growth)),
    memory: ratioOf("peak"),
    p99: ratioOf("p99"),
    cpu: ratioOf("cpu"),
    faults: [...new Set(ours.flatMap(findFaults))],
  };
}

function toSide(rounds: readonly Played[]): Side {
  return {
    peak: median(rounds.map(({ peak }) => peak)),
    p99: median(rounds.map(({ p99 }) => p99)),
  };
}

/** Returns one line for each limit that is missed. A quick run has no limit on times: a build server has neighbours. */
export function findMisses(
  { memory, p99, faults }: Comparison,
  { isTimed }: { isTimed: boolean },
): string[] {
  const misses = [...faults];
  if (!(memory.median <= maxMemoryRatio)) {
    misses.push(
      `memory is ${memory.median.toFixed(2)} times the peer's, the limit is ${maxMemoryRatio}`,
    );
  }
  if (isTimed && !(p99.median <= maxP99Ratio)) {
    misses.push(
      `the p99 of healthy deliveries is ${p99.median.toFixed(2)} times the peer's, the limit is ${maxP99Ratio}`,
    );
  }
  return misses;
}
