// @ts-check

/**
 * @typedef {object} Row
 * @property {string} runtime with its version
 * @property {string} adapter
 * @property {import("./run-battery.js").Tally} [tally]
 * @property {string} [notRun] why it was not run
 * @property {boolean} [isOptional] whether it may be missing where everything else is there
 */

const headings = ["runtime", "adapter", "passed", "failed", "holes"];

/**
 * A Markdown table, aligned, so that a terminal shows it as well.
 *
 * @param {readonly Row[]} rows
 */
export function toTable(rows) {
  const cells = rows.map(({ runtime, adapter, tally, notRun }) =>
    tally === undefined
      ? [runtime, adapter, `not run: ${notRun}`, "", ""]
      : [
          runtime,
          adapter,
          String(tally.passed),
          String(tally.failed.length),
          String(tally.holes.length),
        ],
  );
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => (row[column] ?? "").length)),
  );
  const isNumber = (column) => column >= 2 && rows.every(({ tally }) => tally !== undefined);
  const line = (row) =>
    `| ${row.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    isNumber(column) ? `${"-".repeat(width - 1)}:` : "-".repeat(width),
  );
  return [line(headings), line(rule), ...cells.map(line)].join("\n");
}

/**
 * What cannot hold, and why: each once, with where.
 *
 * @param {readonly Row[]} rows
 */
export function toHoles(rows) {
  return rows.flatMap(({ runtime, adapter, tally }) =>
    (tally?.holes ?? []).map(({ name }) => `- ${runtime}, ${adapter}: ${name}`),
  );
}

/** @param {readonly Row[]} rows */
export function toFailures(rows) {
  return rows.flatMap(({ runtime, adapter, tally }) =>
    (tally?.failed ?? []).map(
      ({ name, message }) => `${runtime}, ${adapter}: ${name}\n${message}\n`,
    ),
  );
}
