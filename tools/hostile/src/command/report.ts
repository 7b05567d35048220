import { formatRatio, markdownTable } from "measure";
import type { Attack } from "../attacks/attack.js";
import type { Target } from "../play/targets.js";
import type { Comparison } from "../verdict/compare.js";

export interface Row {
  target: Target;
  comparison: Comparison;
}

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

/** The table of one attack, as the README shows it. */
export function formatAttack({ name, description }: Attack, rows: readonly Row[]): string {
  const lines = rows.map(({ target, comparison }) => [
    target.name,
    formatRatio(comparison.memory),
    formatRatio(comparison.p99),
    formatRatio(comparison.cpu),
    comparison.ours.peak.toFixed(0),
    comparison.peer.peak.toFixed(0),
    comparison.ours.p99.toFixed(1),
    comparison.peer.p99.toFixed(1),
  ]);
  const title = `${name[0]?.toUpperCase()}${name.slice(1)}: ${description}`;
  return `### ${title}\n\n${markdownTable(head, lines)}`;
}

/** The line of one target in a quick run: the attack at which memory was closest to the limit. */
export function formatTarget(
  { name }: Target,
  played: readonly { attack: Attack; comparison: Comparison }[],
): string {
  const [worst] = played.toSorted(
    (a, b) => b.comparison.memory.median - a.comparison.memory.median,
  );
  if (worst === undefined) return `${name}: no attack was played`;
  const { ours, peer, memory } = worst.comparison;
  const growth = Math.max(...played.map(({ comparison }) => comparison.growth));
  return `${name}: at most ${memory.median.toFixed(2)} times the peer's memory (${ours.peak.toFixed(0)} and ${peer.peak.toFixed(0)} MB, ${worst.attack.name}), growth of at most ${growth.toFixed(0)} MB`;
}
