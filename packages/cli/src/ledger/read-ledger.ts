import { usageError } from "../failure/command-failure.js";
import type { LedgerFile } from "./ledger-entry.js";
import type { Pieces } from "./read-csv.js";
import { readJsonLines } from "./read-json-lines.js";
import { readTable } from "./read-table.js";
import { checkColumnNames, type ColumnNames } from "./resolve-columns.js";

/** Longer than any header. */
const startLength = 64 * 1024;

/**
 * Reads CSV with a header, or JSONL, keeping only the compared values in memory. The format is that of the file's extension,
 * or of its first character.
 *
 * @throws CommandFailure naming the line and the column
 */
export async function readLedger(
  pieces: Pieces,
  file: string,
  names: ColumnNames = {},
): Promise<LedgerFile> {
  checkColumnNames(names);
  const { start, rest } = await splitStart(pieces);
  const isCsv = /\.csv$/i.test(file);
  if (!isCsv && /^\s*\[/.test(start)) {
    throw usageError(
      `The ledger ${file} is a JSON array. Write one object per line, as jq -c '.[]' does.`,
    );
  }
  const isJson = /\.(jsonl|ndjson)$/i.test(file) || (!isCsv && /^\s*\{/.test(start));
  const read = isJson ? readJsonLines : readTable;
  return read(start, rest, file, names);
}

async function splitStart(pieces: Pieces): Promise<{ start: string; rest: Pieces }> {
  const iterator = toGenerator(pieces);
  let start = "";
  while (start.length < startLength) {
    const next = await iterator.next();
    if (next.done === true) break;
    start += next.value;
  }
  return { start: start.replace(/^\uFEFF/, ""), rest: iterator };
}

async function* toGenerator(pieces: Pieces): AsyncGenerator<string, void, undefined> {
  yield* pieces;
}
