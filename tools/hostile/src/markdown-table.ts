// @ts-check
import type { Summary } from "./summarize.js";

/** A Markdown table, its columns aligned so that it reads well in a terminal too. All but the first are numbers. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]) {
  const columns = head.map((title, column) =>
    toColumn(
      title,
      rows.map((row) => row[column] ?? ""),
      column > 0,
    ),
  );
  const lines = Array.from({ length: rows.length + 2 }, (_, line) =>
    columns.map((cells) => cells[line]),
  );
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Title, rule and cells of one column, all of one width. */
function toColumn(title: string, cells: readonly string[], isNumber: boolean) {
  const width = Math.max(3, ...[title, ...cells].map((cell) => cell.length));
  const rule = isNumber ? `${"-".repeat(width - 1)}:` : "-".repeat(width);
  return [title, rule, ...cells].map((cell) =>
    isNumber ? cell.padStart(width) : cell.padEnd(width),
  );
}

export function showRatio({ median, p25, p75 }: Summary) {
  return `${median.toFixed(2)} (${p25.toFixed(2)}–${p75.toFixed(2)})`;
}
