// @ts-check
import type { Attack } from "../attacks/attacks.js";
import type { Comparison } from "../verdict/compare.js";
import { markdownTable, showRatio } from "../markdown-table.js";

export interface Row {
  target: string;
  comparison: Comparison;
}

/** The table of one attack, as it goes into the README. */
export function showAttack({ name, does }: Attack, rows: readonly Row[]) {
  const head = [
    "adapter",
    "memory",
    "p99",
    "processor time",
    "peak MB",
    "peer's",
    "p99 ms",
    "peer's ",
  ];
  const lines = rows.map(({ target, comparison }) => [
    target,
    showRatio(comparison.memory),
    showRatio(comparison.p99),
    showRatio(comparison.cpu),
    comparison.ours.peak.toFixed(0),
    comparison.peer.peak.toFixed(0),
    comparison.ours.p99.toFixed(1),
    comparison.peer.p99.toFixed(1),
  ]);
  return `### ${name[0]?.toUpperCase()}${name.slice(1)}: ${does}\n\n${markdownTable(head, lines)}`;
}

/** The line of one target in a quick run: where memory came nearest to its limit. */
export function showTarget(
  { name }: { name: string },
  played: readonly { attack: { name: string }; comparison: Comparison }[],
) {
  const [worst] = played.toSorted(
    (a, b) => b.comparison.memory.median - a.comparison.memory.median,
  );
  if (worst === undefined) return `${name}: nothing was played`;
  const { ours, peer, memory } = worst.comparison;
  const grown = Math.max(...played.map(({ comparison }) => comparison.grown));
  return `${name}: at most ${memory.median.toFixed(2)} times the peer's memory (${ours.peak.toFixed(0)} and ${peer.peak.toFixed(0)} MB, ${worst.attack.name}), grown by ${grown.toFixed(0)} MB at most`;
}
