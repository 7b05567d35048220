// @ts-check

/**
 * @typedef {object} Row
 * @property {string} runtime with its version
 * @property {string} adapter
 * @property {"node" | "remote"} battery where the battery itself ran
 * @property {import("./run-battery.js").Summary} [tally]
 * @property {string} [notRun] why it was not run
 */

/**
 * Everything that was run: a line for each adapter in each situation, a column for each runtime. The runtimes beside Node
 * have a table of their own, for most adapters need Node's server.
 *
 * @param {readonly Row[]} rows
 */
export function toTables(rows) {
  const ran = rows.filter(({ tally }) => tally !== undefined);
  return ["node", "remote"]
    .map((kind) => ran.filter(({ battery }) => battery === kind))
    .filter((part) => part.length > 0)
    .map(toTable)
    .join("\n\n");
}

/**
 * In Markdown, aligned, so that a terminal shows it as well.
 *
 * @param {readonly Row[]} rows
 */
function toTable(rows) {
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

/** @type {(rows: readonly Row[]) => Map<string, Row[]>} */
function groupByLine(rows) {
  const lines = new Map();
  for (const row of rows) {
    const key = `${row.adapter}, ${row.tally?.situation}`;
    lines.set(key, [...(lines.get(key) ?? []), row]);
  }
  return lines;
}

/** @param {import("./run-battery.js").Summary} [tally] */
function toCell(tally) {
  if (tally === undefined) return "not run";
  const { passed, failed, holes } = tally;
  const held = holes.length === 0 ? String(passed) : `${passed} + ${holes.length}`;
  return failed.length === 0 ? held : `${held}, ${failed.length} failed`;
}

/** @param {readonly Row[]} rows */
export function toSummary(rows) {
  const tallies = rows.flatMap(({ tally }) => tally ?? []);
  const count = (part) => tallies.reduce((sum, tally) => sum + part(tally), 0);
  const passed = count((tally) => tally.passed);
  const failed = count((tally) => tally.failed.length);
  const holes = count((tally) => tally.holes.length);
  return `${passed + failed + holes} cases run: ${passed} passed, ${failed} failed, ${holes} in holes.`;
}

/** @param {readonly Row[]} rows */
export function toNotRun(rows) {
  return rows.flatMap(({ runtime, adapter, notRun }) =>
    notRun === undefined ? [] : `Not run: ${runtime}, ${adapter}: ${notRun}`,
  );
}

/** @param {readonly Row[]} rows */
export function toFailures(rows) {
  return rows.flatMap(({ runtime, adapter, tally }) =>
    (tally?.failed ?? []).map(
      ({ name, message }) => `${runtime}, ${adapter}, ${tally?.situation}: ${name}\n${message}\n`,
    ),
  );
}
