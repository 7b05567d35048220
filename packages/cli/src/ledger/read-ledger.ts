import { usageError } from "../failure/command-failure.js";
import type { LedgerFile } from "./ledger-entry.js";
import { readJsonLines } from "./read-json-lines.js";
import { readTable } from "./read-table.js";
import { checkColumnNames, type ColumnNames } from "./resolve-columns.js";

/**
 * Reads CSV with a header, or JSONL. The format is that of the file's extension, or of its first character.
 *
 * @throws CommandFailure naming the line and the column
 */
export function readLedger(text: string, file: string, names: ColumnNames = {}): LedgerFile {
  checkColumnNames(names);
  const bare = text.replace(/^\uFEFF/, "");
  const isCsv = /\.csv$/i.test(file);
  if (!isCsv && /^\s*\[/.test(bare)) {
    throw usageError(
      `The ledger ${file} is a JSON array. Write one object per line, as jq -c '.[]' does.`,
    );
  }
  const isJson = /\.(jsonl|ndjson)$/i.test(file) || (!isCsv && /^\s*\{/.test(bare));
  return isJson ? readJsonLines(bare, file, names) : readTable(bare, file, names);
}
