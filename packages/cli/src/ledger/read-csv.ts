import { CsvError, type Options, parse as createParser } from "csv-parse";
import { parse } from "csv-parse/sync";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** A CSV record, and the line on which it starts. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Text in pieces, such as that of a file. */
export type Pieces = AsyncIterable<string> | Iterable<string>;

type OnRecord = (record: CsvRecord) => void;

/** An unclosed quotation mark must not read the rest of a large file into memory. */
const maxRecordLength = 32 * 1024 * 1024;

/**
 * Parses CSV (RFC 4180) with any line endings, and skips empty lines.
 *
 * @throws SyntaxError naming the line of a misplaced quotation mark
 */
export function readCsv(text: string, separator = ","): CsvRecord[] {
  const records: CsvRecord[] = [];
  const parsing = startParsing(separator, (record) => records.push(record));
  try {
    parse(text, parsing.options);
  } catch (error) {
    throw parsing.toSyntaxError(error);
  }
  return records;
}

/**
 * Returns the first record with a cell that is not blank. Undefined if there is none, or if the text before it is not valid.
 */
export function readHead(text: string, separator: string): CsvRecord | undefined {
  let head: CsvRecord | undefined;
  const { options } = startParsing(separator, (record) => {
    if (isBlank(record)) return;
    head = record;
    // Ends the parsing.
    throw new Error("found");
  });
  try {
    parse(text, options);
  } catch {
    // Only the head is needed.
  }
  return head;
}

/**
 * Parses CSV in pieces, as `readCsv` does.
 *
 * @throws SyntaxError naming the line of a misplaced quotation mark, and the errors of `onRecord`
 */
export async function readCsvPieces(
  pieces: Pieces,
  separator: string,
  onRecord: OnRecord,
): Promise<void> {
  const parsing = startParsing(separator, onRecord);
  try {
    // `onRecord` keeps what it needs, so the parser emits nothing.
    await pipeline(Readable.from(pieces), createParser(parsing.options).resume());
  } catch (error) {
    throw parsing.toSyntaxError(error);
  }
}

/** True for the row of a spreadsheet whose cells were cleared. */
export function isBlank({ cells }: CsvRecord): boolean {
  return cells.every((cell) => cell.trim() === "");
}

function startParsing(
  separator: string,
  onRecord: OnRecord,
): { options: Options; toSyntaxError: (error: unknown) => unknown } {
  let lines = 0;
  let emptyLines = 0;
  return {
    options: {
      delimiter: separator,
      // By default, only the line ending of the first line is recognized.
      record_delimiter: ["\r\n", "\n", "\r"],
      bom: true,
      max_record_size: maxRecordLength,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record(cells: readonly string[], info) {
        const line = lines + 1 + info.empty_lines - emptyLines;
        lines = info.lines;
        emptyLines = info.empty_lines;
        onRecord({ line, cells });
        return null;
      },
    },
    toSyntaxError(error) {
      if (!(error instanceof CsvError)) return error;
      // For an unclosed quotation mark, the parser reports the last line of the file.
      const isOpen = error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE";
      const line = isOpen ? lines + 1 : Number((error as { lines?: unknown }).lines);
      const problem = problems[error.code] ?? "the CSV is not valid";
      return new SyntaxError(`line ${line}: ${problem}.`, { cause: error });
    },
  };
}

const problems: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quotation mark is not closed",
  CSV_MAX_RECORD_SIZE: "a quotation mark is not closed, or the row is longer than 32 MiB",
  CSV_INVALID_CLOSING_QUOTE: "text follows a closing quotation mark",
  INVALID_OPENING_QUOTE: "a quotation mark is inside an unquoted cell",
};
