// @ts-check
import type { Kind } from "./time-changes.js";
import { markdownTable, showRatio } from "../markdown-table.js";
import { median, summarizeRatios } from "../summarize.js";
import { kinds } from "./time-changes.js";

const labels = { new: "new change", duplicate: "duplicate" };

/**
 * A line for each kind of change and each concurrency: how many times as fast the first contestant is as each other.
 *
 * @param names ours first
 * @param timed by concurrency
 */
export function showChanges(
  names: readonly string[],
  timed: ReadonlyMap<number, readonly Record<Kind, number[]>[]>,
) {
  const rows = [];
  const values: Record<string, number> = {};
  for (const kind of kinds) {
    for (const [concurrency, byContestant] of timed) {
      const [ours = [], ...floors] = byContestant.map((took) => took[kind]);
      const ratios = floors.map((floor) => summarizeRatios(floor, ours));
      ratios.forEach((ratio, floor) => {
        values[`${labels[kind]}, ${concurrency} at a time / ${names[floor + 1]}`] = ratio.median;
      });
      const microseconds = [ours, ...floors].map((took) => median(took).toFixed(0));
      rows.push([
        `${labels[kind]}, ${concurrency} at a time`,
        ...ratios.map(showRatio),
        ...microseconds,
      ]);
    }
  }
  const head = ["", ...names.slice(1), ...names.map((name) => `µs, ${name}`)];
  return { table: markdownTable(head, rows), values };
}
