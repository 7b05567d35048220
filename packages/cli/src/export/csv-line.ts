/** What a spreadsheet takes for a formula, and would run. */
const formula = /^[=+\-@\t\r]/;

/** One line of CSV after RFC 4180, its line break included. */
export function toCsvLine(cells: readonly string[]): string {
  return `${cells.map(toCell).join(",")}\n`;
}

/**
 * A cell that a spreadsheet shows as text: whoever chooses a user_id such as `=HYPERLINK(…)` would otherwise have it run
 * on the accountant's machine. Put an apostrophe before it; nothing else is changed.
 */
export function guardFormula(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell;
}

function toCell(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
