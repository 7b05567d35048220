import { formatRatio, markdownTable, median, summarizeRatios } from "measure";
import type { Section } from "../section.js";
import { type ChangeTimes, kinds } from "./time-changes.js";

const labels = { new: "new change", duplicate: "duplicate" };

/**
 * One row for each kind of change and each concurrency: how many times as fast the first contestant is as each other one.
 *
 * @param names names of the contestants, ours first
 * @param times times of the contestants, by concurrency
 */
export function toChangesTable(
  engine: string,
  names: readonly string[],
  times: ReadonlyMap<number, readonly ChangeTimes[]>,
): Pick<Section, "table" | "values"> {
  const rows: string[][] = [];
  const values: Record<string, number> = {};
  for (const kind of kinds) {
    for (const [concurrency, byContestant] of times) {
      const label = `${labels[kind]}, ${concurrency} at a time`;
      const [ours = [], ...others] = byContestant.map((took) => took[kind]);
      const ratios = others.map((other) => summarizeRatios(other, ours));
      for (const [index, ratio] of ratios.entries()) {
        values[`engines: ${engine}, ${label} / ${names[index + 1]}`] = ratio.median;
      }
      const microseconds = [ours, ...others].map((took) => median(took).toFixed(0));
      rows.push([label, ...ratios.map(formatRatio), ...microseconds]);
    }
  }
  const head = ["", ...names.slice(1), ...names.map((name) => `µs, ${name}`)];
  return { table: markdownTable(head, rows), values };
}
