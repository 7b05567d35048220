import { readHead } from "./read-csv.js";

/** How a CSV file is written. */
export interface Dialect {
  readonly separator: string;
  /** The text without the separator line. */
  readonly text: string;
  /** The number of lines that were removed. */
  readonly skipped: number;
}

// Spreadsheets write semicolons or tabs where the comma is the decimal separator.
const separators = [",", ";", "\t", "|"] as const;

/**
 * Finds the separator: that of Excel's `sep=;` on the first line, or the one that splits the header as expected, or the one
 * that splits it into the most cells.
 *
 * @param start the beginning of the text, with the whole header
 */
export function findDialect(
  start: string,
  isHeader: (cells: readonly string[]) => boolean,
): Dialect {
  const [line, hint] = /^"?sep=([^\w\s"]|\t)"?(?:\r\n|\n|\r)/i.exec(start) ?? [];
  if (line !== undefined && hint !== undefined) {
    return { separator: hint, text: start.slice(line.length), skipped: 1 };
  }
  const found = separators.map((separator) => ({
    separator,
    cells: readHead(start, separator)?.cells ?? [],
  }));
  const most = Math.max(...found.map(({ cells }) => cells.length));
  const chosen =
    found.find(({ cells }) => isHeader(cells)) ?? found.find(({ cells }) => cells.length === most);
  return { separator: chosen?.separator ?? ",", text: start, skipped: 0 };
}
