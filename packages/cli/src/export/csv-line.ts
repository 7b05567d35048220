/** One line of CSV after RFC 4180, its line break included. */
export function toCsvLine(cells: readonly string[]): string {
  return `${cells.map(toCell).join(",")}\n`;
}

function toCell(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
