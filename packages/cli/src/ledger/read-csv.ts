import { CsvError, parse } from "csv-parse/sync";

/** One record of a CSV text, and the line on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

interface Parsed {
  readonly info: { readonly lines: number; readonly empty_lines: number };
  readonly record: readonly string[];
}

/**
 * The records of a CSV text after RFC 4180, with any line ending. Empty lines are no records. `limit` ends the reading
 * after so many records.
 *
 * @throws SyntaxError naming the line of a quotation mark that is out of place
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
      // Named, because otherwise the first line's ending would be the only one.
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
    // An open quotation mark swallows the rest of the file: the parser's line is the last one.
    const isOpen = error.code === "CSV_QUOTE_NOT_CLOSED";
    const line = isOpen ? lastLine + 1 : Number((error as { lines?: unknown }).lines);
    throw new SyntaxError(`line ${line}: ${problems[error.code] ?? "is not valid CSV"}.`, {
      cause: error,
    });
  }
}

const problems: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quotation mark is not closed",
  CSV_INVALID_CLOSING_QUOTE: "there is more after a closing quotation mark",
  INVALID_OPENING_QUOTE: "a quotation mark is inside a cell that does not begin with one",
};
