// @ts-check
import type { Summary } from "./run-battery.js";

export interface Row {
  /** With its version. */
  runtime: string;
  adapter: string;
  /** Where the battery itself ran. */
  battery: "node" | "remote";
  tally?: Summary;
  /** Why it was not run. */
  notRun?: string;
}

/**
 * Everything that was run: a line for each adapter in each situation, a column for each runtime. The runtimes beside Node
 * have a table of their own, for most adapters need Node's server.
 */
export function toTables(rows: readonly Row[]) {
  const ran = rows.filter(({ tally }) => tally !== undefined);
  return ["node", "remote"]
    .map((kind) => ran.filter(({ battery }) => battery === kind))
    .filter((part) => part.length > 0)
    .map(toTable)
    .join("\n\n");
}

/** In Markdown, aligned, so that a terminal shows it as well. */
function toTable(rows: readonly Row[]) {
  const runtimes = [...new Set(rows.map(({ runtime }) => runtime))];
  const lines = groupByLine(rows);
  const headings = ["adapter", "what it finds", ...runtimes];
  const cells = [...lines.values()].map((line) => [
    line[0]?.adapter ?? "",
    line[0]?.tally?.situation ?? "",
    ...runtimes.map((wanted) => toCell(line.find(({ runtime }) => runtime === wanted)?.tally)),
  ]);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => (row[column] ?? "").length)),
  );
  const toLine = (row) =>
    `| ${row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join(" | ")} |`;
  const rule = widths.map((width, at) =>
    at < 2 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [headings, rule, ...cells].map(toLine).join("\n");
}

function groupByLine(rows): Map<string, Row[]> {
  const lines = new Map();
  for (const row of rows) {
    const key = `${row.adapter}, ${row.tally?.situation}`;
    lines.set(key, [...(lines.get(key) ?? []), row]);
  }
  return lines;
}

function toCell(tally?: Summary) {
  if (tally === undefined) return "not run";
  const { passed, failed, holes } = tally;
  const held = holes.length === 0 ? String(passed) : `${passed} + ${holes.length}`;
  return failed.length === 0 ? held : `${held}, ${failed.length} failed`;
}

export function toSummary(rows: readonly Row[]) {
  const tallies = rows.flatMap(({ tally }) => tally ?? []);
  const count = (part) => tallies.reduce((sum, tally) => sum + part(tally), 0);
  const passed = count((tally) => tally.passed);
  const failed = count((tally) => tally.failed.length);
  const holes = count((tally) => tally.holes.length);
  return `${passed + failed + holes} cases run: ${passed} passed, ${failed} failed, ${holes} in holes.`;
}

export function toNotRun(rows: readonly Row[]) {
  return rows.flatMap(({ runtime, adapter, notRun }) =>
    notRun === undefined ? [] : `Not run: ${runtime}, ${adapter}: ${notRun}`,
  );
}

export function toFailures(rows: readonly Row[]) {
  return rows.flatMap(({ runtime, adapter, tally }) =>
    (tally?.failed ?? []).map(
      ({ name, message }) => `${runtime}, ${adapter}, ${tally?.situation}: ${name}\n${message}\n`,
    ),
  );
}
