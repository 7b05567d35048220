/** Writes one line of CSV (RFC 4180), including the line break. */
export function toCsvLine(cells: readonly string[], separator = ","): string {
  return `${cells.map(toCell).join(separator)}\n`;
}

/** Quotes a cell with any common separator, because a program may guess another one than that of the file. */
function toCell(cell: string): string {
  return /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
