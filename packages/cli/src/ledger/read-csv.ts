import { CsvError, parse } from "csv-parse/sync";

/** A CSV record, and the line on which it starts. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

interface Parsed {
  readonly info: { readonly lines: number; readonly empty_lines: number };
  readonly record: readonly string[];
}

/**
 * Parses CSV (RFC 4180) with any line endings, and skips empty lines. Stops after `limit` records.
 *
 * @throws SyntaxError naming the line of a misplaced quotation mark
 */
export function readCsv(text: string, separator = ",", limit?: number): CsvRecord[] {
  let lines = 0;
  let emptyLines = 0;
  return parseAll(text, separator, limit).map(({ info, record }) => {
    const line = lines + 1 + info.empty_lines - emptyLines;
    ({ lines, empty_lines: emptyLines } = info);
    return { line, cells: record };
  });
}

function parseAll(text: string, separator: string, limit?: number): Parsed[] {
  let lastLine = 0;
  try {
    return parse(text, {
      delimiter: separator,
      // By default, only the line ending of the first line is recognized.
      record_delimiter: ["\r\n", "\n", "\r"],
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record, { lines }) => {
        lastLine = lines;
        return record;
      },
      ...(limit === undefined ? {} : { to: limit }),
    }) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // For an unclosed quotation mark, the parser reports the last line of the file.
    const isOpen = error.code === "CSV_QUOTE_NOT_CLOSED";
    const line = isOpen ? lastLine + 1 : Number((error as { lines?: unknown }).lines);
    throw new SyntaxError(`line ${line}: ${problems[error.code] ?? "the CSV is not valid"}.`, {
      cause: error,
    });
  }
}

const problems: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quotation mark is not closed",
  CSV_INVALID_CLOSING_QUOTE: "text follows a closing quotation mark",
  INVALID_OPENING_QUOTE: "a quotation mark is inside an unquoted cell",
};
