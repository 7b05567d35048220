import { usageError } from "../failure/command-failure.js";
import type { LedgerEntry, LedgerFile } from "./ledger-entry.js";
import { findDialect } from "./find-dialect.js";
import { type CsvRecord, isBlank, type Pieces, readCsvPieces } from "./read-csv.js";
import { type ColumnNames, type ResolvedColumns, resolveColumns } from "./resolve-columns.js";
import { createRowReader } from "./to-entry.js";

/**
 * Reads CSV with a header. Excel's `sep=;` on the first line sets the separator.
 *
 * @param start the beginning of the text, with the whole header
 * @throws CommandFailure naming the line and the column
 */
export async function readTable(
  start: string,
  rest: Pieces,
  file: string,
  names: ColumnNames,
): Promise<LedgerFile> {
  const { separator, text, skipped } = findDialect(start, (cells) => isHeader(cells, names));
  const entries: LedgerEntry[] = [];
  let table: Table | undefined;
  const readRow = createRowReader();
  const addRecord = (record: CsvRecord): void => {
    // Excel keeps the separators of cleared rows.
    if (isBlank(record)) return;
    const { cells } = record;
    const place = { file, line: record.line + skipped };
    if (table === undefined) table = toTable(cells, names, `Line ${place.line} of ${file}`);
    else {
      checkWidth(table, cells, `Line ${place.line} of ${file}`);
      const { columns } = table;
      entries.push(readRow((column) => cells[columns[column] ?? -1], columns, place));
    }
  };
  await readRecords(prepend(text, rest), separator, addRecord, (line) => {
    return `Line ${line + skipped} of ${file}`;
  });
  if (table === undefined) {
    throw usageError(`The ledger ${file} is empty. Its first line must name the columns.`);
  }
  const { head, columns } = table;
  const used = new Set(Object.values(columns));
  const unusedColumns = head.filter((name, at) => !used.has(at) && name.trim() !== "");
  return { entries, unusedColumns };
}

interface Table {
  readonly head: readonly string[];
  /** The number of columns up to the last one with a name. */
  readonly width: number;
  readonly columns: ResolvedColumns;
}

function toTable(head: readonly string[], names: ColumnNames, place: string): Table {
  const width = head.findLastIndex((name) => name.trim() !== "") + 1;
  return { head, width, columns: resolveColumns(head, names, place) };
}

/** Spreadsheets add and remove separators of empty cells at the end of a row. */
function checkWidth({ head, width }: Table, cells: readonly string[], place: string): void {
  const isExtraEmpty = cells.slice(head.length).every((cell) => cell.trim() === "");
  if (cells.length >= width && isExtraEmpty) return;
  throw usageError(
    `${place} has ${cells.length} cells, but the header has ${head.length}. ` +
      "Quote cells that contain the separator.",
  );
}

function isHeader(cells: readonly string[], names: ColumnNames): boolean {
  try {
    resolveColumns(cells, names, "");
    return true;
  } catch {
    return false;
  }
}

async function* prepend(first: string, rest: Pieces): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

async function readRecords(
  pieces: Pieces,
  separator: string,
  onRecord: (record: CsvRecord) => void,
  nameLine: (line: number) => string,
): Promise<void> {
  try {
    await readCsvPieces(pieces, separator, onRecord);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw usageError(error.message.replace(/^line (\d+)/, (_, line) => nameLine(Number(line))));
  }
}
