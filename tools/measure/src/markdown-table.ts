import type { Summary } from "./summarize.js";

/**
 * A Markdown table with aligned columns, so that it is readable in a terminal too. Text is aligned to the left, numbers to
 * the right.
 *
 * @param textColumns how many of the first columns hold text; defaults to 1
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  textColumns = 1,
): string {
  const columns = head.map((title, column) =>
    toColumn(
      title,
      rows.map((row) => row[column] ?? ""),
      column >= textColumns,
    ),
  );
  const lines = Array.from({ length: rows.length + 2 }, (_, line) =>
    columns.map((cells) => cells[line]),
  );
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Title, rule and cells of one column, padded to one width. */
function toColumn(title: string, cells: readonly string[], isNumber: boolean): string[] {
  const width = Math.max(3, ...[title, ...cells].map((cell) => cell.length));
  const rule = isNumber ? `${"-".repeat(width - 1)}:` : "-".repeat(width);
  return [title, rule, ...cells].map((cell) =>
    isNumber ? cell.padStart(width) : cell.padEnd(width),
  );
}

/** The median and the middle half, such as `1.23 (1.10–1.50)`. */
export function formatRatio({ median, p25, p75 }: Summary, digits = 2): string {
  return `${median.toFixed(digits)} (${p25.toFixed(digits)}–${p75.toFixed(digits)})`;
}
