import { usageFault } from "../failure/command-failure.js";
import type { LedgerFile } from "./ledger-entry.js";
import { type CsvRecord, readCsv } from "./read-csv.js";
import { type ColumnNames, resolveColumns } from "./resolve-columns.js";
import { toCsvEntry } from "./to-entry.js";

// Semicolons and tabs too: spreadsheets write them where the comma is the decimal sign.
const separators = [",", ";", "\t"] as const;

/**
 * The entries of a CSV text with a header. A first line such as `sep=;`, which is Excel's, names the separator.
 *
 * @throws CommandFailure naming the line and the column
 */
export function readTable(text: string, file: string, names: ColumnNames): LedgerFile {
  const hint = /^\uFEFF?sep=([,;\t])(\r\n|\n|\r)/i.exec(text);
  const rest = hint === null ? text : text.slice(hint[0].length);
  const skipped = hint === null ? 0 : 1;
  const separator = hint?.[1] ?? findSeparator(rest);
  const [head, ...records] = readRecords(rest, separator, file, skipped);
  if (head === undefined) throw usageFault(`${file}: is empty. Its first line must name columns.`);
  const columns = resolveColumns(head.cells, names, `${file}, line ${head.line + skipped}`);
  const entries = records.flatMap(({ line, cells }) => {
    const place = `${file}, line ${line + skipped}`;
    // What Excel leaves of rows that were cleared.
    if (cells.every((cell) => cell.trim() === "")) return [];
    if (cells.length !== head.cells.length) {
      throw usageFault(
        `${place}: has ${cells.length} cells, and the header has ${head.cells.length}. ` +
          "Quote cells that contain the separator.",
      );
    }
    return [toCsvEntry((column) => cells[columns[column] ?? -1], columns, place)];
  });
  const used = new Set(Object.values(columns));
  return { entries, unusedColumns: head.cells.filter((_, at) => !used.has(at)) };
}

/** The separator that cuts the header into the most cells. */
function findSeparator(text: string): string {
  const counts = separators.map((separator) => {
    try {
      return readCsv(text, separator, 1)[0]?.cells.length ?? 0;
    } catch {
      return 0;
    }
  });
  return separators[counts.indexOf(Math.max(...counts))] ?? ",";
}

function readRecords(text: string, separator: string, file: string, skipped: number): CsvRecord[] {
  try {
    return readCsv(text, separator);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const message = error.message.replace(
      /^line (\d+)/,
      (_, line) => `line ${Number(line) + skipped}`,
    );
    throw usageFault(`${file}, ${message}`);
  }
}
