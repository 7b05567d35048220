import { usageFault } from "../failure/command-failure.js";
import type { LedgerEntry, LedgerFile } from "./ledger-entry.js";
import { type ColumnNames, type ResolvedColumns, resolveColumns } from "./resolve-columns.js";
import { toJsonEntry } from "./to-entry.js";

/**
 * The entries of JSON lines: one object a line, its values as they are.
 *
 * @throws CommandFailure naming the line and the field
 */
export function readJsonLines(text: string, file: string, names: ColumnNames): LedgerFile {
  // Ledgers have few shapes of lines, and many lines.
  const shapes = new Map<string, ResolvedColumns>();
  const unused = new Set<string>();
  const entries = text.split(/\r?\n/).flatMap((source, index): LedgerEntry[] => {
    if (source.trim() === "") return [];
    const place = `${file}, line ${index + 1}`;
    const fields = readObject(source, place);
    const keys = Object.keys(fields);
    const shape = JSON.stringify(keys);
    const columns = shapes.get(shape) ?? resolveColumns(keys, names, place);
    if (!shapes.has(shape)) {
      const used = new Set(Object.values(columns));
      keys.filter((_, at) => !used.has(at)).forEach((key) => unused.add(key));
      shapes.set(shape, columns);
    }
    return [toJsonEntry((column) => fields[keys[columns[column] ?? -1] ?? ""], columns, place)];
  });
  return { entries, unusedColumns: [...unused] };
}

function readObject(source: string, place: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw usageFault(`${place}: is not JSON. Write one JSON object on each line.`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw usageFault(
      `${place}: is no JSON object. Write one object on each line, as jq -c '.[]' does.`,
    );
  }
  if (hasRepeatedKey(source, Object.keys(value)))
    throw usageFault(`${place}: has a field twice. Remove one of them.`);
  return value as Record<string, unknown>;
}

/** JSON.parse takes the last of two equal keys, and says nothing. */
function hasRepeatedKey(source: string, keys: readonly string[]): boolean {
  // One colon for each key: the usual line needs no second look.
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
