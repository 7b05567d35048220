import { usageError } from "../failure/command-failure.js";
import { type LedgerEntry, type LedgerFile, namePlace } from "./ledger-entry.js";
import type { Pieces } from "./read-csv.js";
import {
  type ColumnNames,
  type LedgerColumn,
  type ResolvedColumns,
  resolveColumns,
} from "./resolve-columns.js";
import { toJsonEntry } from "./to-entry.js";

/**
 * Reads JSON Lines: one object per line.
 *
 * @throws CommandFailure naming the line and the field
 */
export async function readJsonLines(
  start: string,
  rest: Pieces,
  file: string,
  names: ColumnNames,
): Promise<LedgerFile> {
  // Columns are resolved once per shape, because most lines have the same keys.
  const shapes = new Map<string, ResolvedColumns>();
  const unused = new Set<string>();
  const entries: LedgerEntry[] = [];
  let line = 0;
  for await (const source of splitLines(start, rest)) {
    line += 1;
    if (source.trim() === "") continue;
    const place = { file, line };
    const fields = readObject(source, namePlace(place));
    const keys = Object.keys(fields);
    const shape = JSON.stringify(keys);
    const columns = shapes.get(shape) ?? resolveColumns(keys, names, namePlace(place));
    if (!shapes.has(shape)) {
      const used = new Set(Object.values(columns));
      keys.filter((_, at) => !used.has(at)).forEach((key) => unused.add(key));
      shapes.set(shape, columns);
    }
    const read = (column: LedgerColumn): unknown => fields[keys[columns[column] ?? -1] ?? ""];
    entries.push(toJsonEntry(read, columns, place));
  }
  return { entries, unusedColumns: [...unused] };
}

async function* splitLines(start: string, rest: Pieces): AsyncGenerator<string> {
  const [first, ...complete] = start.split("\n");
  let open = first ?? "";
  for (const one of complete) {
    yield open;
    open = one;
  }
  for await (const piece of rest) {
    const [end = "", ...others] = piece.split("\n");
    open += end;
    for (const one of others) {
      yield open;
      open = one;
    }
  }
  yield open;
}

function readObject(source: string, place: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw usageError(`${place} is not JSON. Write one JSON object per line.`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw usageError(
      `${place} is not a JSON object. Write one object per line, as jq -c '.[]' does.`,
    );
  }
  if (hasRepeatedKey(source, Object.keys(value)))
    throw usageError(`${place} has a field twice. Remove one of them.`);
  return value as Record<string, unknown>;
}

/** JSON.parse silently keeps the last of two equal keys. */
function hasRepeatedKey(source: string, keys: readonly string[]): boolean {
  // With one colon per key, no key can be repeated.
  if (source.split(":").length - 1 === keys.length) return false;
  let depth = 0;
  let written = 0;
  for (const [token, isKey] of source.matchAll(
    /"[^"\\]*(?:\\.[^"\\]*)*(?:"(\s*:)?|\\?$)|[{}[\]]/g,
  )) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (depth === 1 && isKey !== undefined) written += 1;
  }
  return written > keys.length;
}
