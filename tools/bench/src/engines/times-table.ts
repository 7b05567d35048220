import { formatRatio, markdownTable, median, type Summary, summarizeRatios } from "measure";
import type { Section } from "../section.js";
import { type BatchKind, type ChangeTimes, kinds } from "./time-changes.js";

/** Ours and what it is compared with, which were measured in the same rounds. */
export interface TimedPair {
  /** What the values are named after, such as `PostgreSQL`. */
  label: string;
  concurrency: number;
  ours: ChangeTimes;
  theirs: ChangeTimes;
}

const labels: Record<BatchKind, string> = { new: "new change", duplicate: "duplicate" };

/** One row for each kind of change and each concurrency: how much of the other's time ours takes. Omits empty columns. */
export function toTimesTable(
  pairs: readonly TimedPair[],
  other: "idiom" | "peer" = "idiom",
): Pick<Section, "table" | "values"> {
  const head = [
    "",
    `time / ${other}'s`,
    `PostgreSQL's processor time / ${other}'s`,
    "µs, ours",
    `µs, ${other}`,
    "processor µs, ours",
    `processor µs, ${other}`,
  ];
  const rows: string[][] = [];
  const values: Record<string, number> = {};
  for (const kind of kinds) {
    for (const { label, concurrency, ours, theirs } of pairs) {
      const name = `${labels[kind]}, ${concurrency} at a time`;
      const time = summarizeRatios(ours[kind], theirs[kind]);
      const processor = toProcessorRatio(ours, theirs, kind);
      values[`engines: ${label}, ${name} / ${other}`] = time.median;
      if (processor !== undefined) {
        values[`engines: ${label}, ${name}, processor time / ${other}`] = processor.median;
      }
      rows.push([
        label === "PostgreSQL" ? name : `${name}, ${label.replace("PostgreSQL, ", "")}`,
        formatRatio(time),
        processor === undefined ? "" : formatRatio(processor),
        ...[ours, theirs].map((times) => toMicroseconds(times[kind])),
        ...[ours, theirs].map(({ processor: spent }) => toMicroseconds(spent[kind])),
      ]);
    }
  }
  const shown = head.map((_title, at) => at === 0 || rows.some((row) => row[at] !== ""));
  const pick = (cells: readonly string[]) => cells.filter((_cell, at) => shown[at]);
  return { table: markdownTable(pick(head), rows.map(pick)), values };
}

/** Undefined where the server's processor time is not known. */
function toProcessorRatio(
  { processor: ours }: ChangeTimes,
  { processor: theirs }: ChangeTimes,
  kind: BatchKind,
): Summary | undefined {
  return ours[kind].length === 0 ? undefined : summarizeRatios(ours[kind], theirs[kind]);
}

function toMicroseconds(values: readonly number[]): string {
  return values.length === 0 ? "" : median(values).toFixed(0);
}
