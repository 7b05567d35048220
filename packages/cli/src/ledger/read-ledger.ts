import { usageFault } from "../failure/command-failure.js";
import type { LedgerFile } from "./ledger-entry.js";
import { readJsonLines } from "./read-json-lines.js";
import { readTable } from "./read-table.js";
import { checkColumnNames, type ColumnNames } from "./resolve-columns.js";

/**
 * The entries of a file: CSV with a header, or JSONL, by the end of its name, else by its first character.
 *
 * @throws CommandFailure naming the line and the column
 */
export function readLedger(text: string, file: string, names: ColumnNames = {}): LedgerFile {
  checkColumnNames(names);
  const bare = text.replace(/^\uFEFF/, "");
  const isCsv = /\.csv$/i.test(file);
  if (!isCsv && /^\s*\[/.test(bare)) {
    throw usageFault(
      `${file}: is a JSON array. Write one object on each line, as jq -c '.[]' does.`,
    );
  }
  const isJson = /\.(jsonl|ndjson)$/i.test(file) || (!isCsv && /^\s*\{/.test(bare));
  return isJson ? readJsonLines(bare, file, names) : readTable(bare, file, names);
}
