/** Writes one line of CSV (RFC 4180), including the line break. */
export function toCsvLine(cells: readonly string[]): string {
  return `${cells.map(toCell).join(",")}\n`;
}

function toCell(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
