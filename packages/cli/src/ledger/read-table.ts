import { usageError } from "../failure/command-failure.js";
import type { LedgerFile } from "./ledger-entry.js";
import { type CsvRecord, readCsv } from "./read-csv.js";
import { type ColumnNames, resolveColumns } from "./resolve-columns.js";
import { toCsvEntry } from "./to-entry.js";

// Spreadsheets write semicolons or tabs where the comma is the decimal separator.
const separators = [",", ";", "\t"] as const;

/**
 * Reads CSV with a header. Excel's `sep=;` on the first line sets the separator.
 *
 * @throws CommandFailure naming the line and the column
 */
export function readTable(text: string, file: string, names: ColumnNames): LedgerFile {
  const hint = /^\uFEFF?sep=([,;\t])(\r\n|\n|\r)/i.exec(text);
  const rest = hint === null ? text : text.slice(hint[0].length);
  const skipped = hint === null ? 0 : 1;
  const separator = hint?.[1] ?? findSeparator(rest);
  const [head, ...records] = readRecords(rest, separator, file, skipped);
  if (head === undefined)
    throw usageError(`The ledger ${file} is empty. Its first line must name the columns.`);
  const columns = resolveColumns(head.cells, names, `Line ${head.line + skipped} of ${file}`);
  const entries = records.flatMap(({ line, cells }) => {
    const place = `Line ${line + skipped} of ${file}`;
    // Excel keeps the separators of cleared rows.
    if (cells.every((cell) => cell.trim() === "")) return [];
    if (cells.length !== head.cells.length) {
      throw usageError(
        `${place} has ${cells.length} cells, but the header has ${head.cells.length}. ` +
          "Quote cells that contain the separator.",
      );
    }
    return [toCsvEntry((column) => cells[columns[column] ?? -1], columns, place)];
  });
  const used = new Set(Object.values(columns));
  return { entries, unusedColumns: head.cells.filter((_, at) => !used.has(at)) };
}

/** Returns the separator that splits the header into the most cells. */
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
      (_, line) => `Line ${Number(line) + skipped} of ${file}`,
    );
    throw usageError(message);
  }
}
