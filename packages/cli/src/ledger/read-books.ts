import { isAmount } from "@numipay/core/protocol";
import type { LedgerRow } from "@numipay/sandbox";
import { usageFault } from "../command-failure.js";
import { type CsvRecord, readCsv } from "./read-csv.js";

/** What the columns of the books are called: our name, their name. */
export type ColumnNames = Readonly<Record<string, string>>;

const needed = ["tracking_id", "amount", "currency"] as const;
const known: readonly string[] = [...needed, "transaction_id", "type", "status"];

/**
 * The entries of a file: CSV with a head line, or JSONL, by the name's end, else by its first character.
 *
 * @throws CommandFailure naming the line and the column
 */
export function readBooks(text: string, file: string, names: ColumnNames = {}): LedgerRow[] {
  for (const name of Object.keys(names)) {
    if (!known.includes(name)) {
      throw usageFault(`--column: there is no ${name}; there are ${known.join(", ")}.`);
    }
  }
  const bare = text.replace(/^\uFEFF/, "");
  const isJson = /\.(jsonl|ndjson)$/.test(file) || (!file.endsWith(".csv") && /^\s*\{/.test(bare));
  const records = isJson ? readJsonLines(bare, file) : readTable(bare, file, names);
  return records.map(({ line, fields }) => toRow(fields, `${file}, line ${line}`, names));
}

interface Entry {
  line: number;
  fields: Record<string, unknown>;
}

function readJsonLines(text: string, file: string): Entry[] {
  return text.split(/\r?\n/).flatMap((source, index): Entry[] => {
    if (source.trim() === "") return [];
    const line = index + 1;
    const value = parseJson(source);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw usageFault(`${file}, line ${line}: is no JSON object.`);
    }
    return [{ line, fields: value as Record<string, unknown> }];
  });
}

function readTable(text: string, file: string, names: ColumnNames): Entry[] {
  const [head, ...records] = readRecords(text, file);
  const columns = (head?.cells ?? []).map((name) => name.trim());
  for (const column of needed) {
    const name = names[column] ?? column;
    if (columns.includes(name)) continue;
    throw usageFault(
      `${file}: the head line has no ${name}, only ${columns.join(", ") || "nothing"}. ` +
        `If the column is called otherwise: --column ${column}=its-name.`,
    );
  }
  return records.map(({ line, cells }) => {
    if (cells.length !== columns.length) {
      throw usageFault(
        `${file}, line ${line}: has ${cells.length} cells, and the head line ${columns.length}.`,
      );
    }
    return { line, fields: Object.fromEntries(columns.map((name, index) => [name, cells[index]])) };
  });
}

/** Semicolons and tabs too: spreadsheets write them where the comma is the decimal sign. */
function readRecords(text: string, file: string): CsvRecord[] {
  const [head = ""] = text.split(/\r?\n/, 1);
  const separator = [",", ";", "\t"].find((sign) => head.includes(sign)) ?? ",";
  try {
    return [...readCsv(text, separator)];
  } catch (error) {
    if (error instanceof SyntaxError) throw usageFault(`${file}, ${error.message}`);
    throw error;
  }
}

function toRow(fields: Record<string, unknown>, place: string, names: ColumnNames): LedgerRow {
  const read = (column: string): string | undefined => {
    const value = fields[names[column] ?? column];
    if (value === undefined || value === null || value === "") return undefined;
    if (typeof value === "string") return unguard(value.trim());
    // A float is not what anybody booked: 200.1 is, 0.1 + 0.2 is not.
    throw usageFault(`${place}: ${column} is no text. Write amounts as "200.00".`);
  };
  const demand = (column: (typeof needed)[number]): string => {
    const value = read(column);
    if (value !== undefined) return value;
    throw usageFault(`${place}: ${names[column] ?? column} is missing.`);
  };
  const amount = demand("amount");
  if (!isAmount(amount)) {
    throw usageFault(
      `${place}: ${JSON.stringify(amount)} is no amount. Write it as 1234.50: a point, no separators, no sign.`,
    );
  }
  const optional = {
    transaction_id: read("transaction_id"),
    // Our own export calls it by its wire name.
    type: read("type") ?? read("transaction_type"),
    status: read("status"),
  };
  return {
    tracking_id: demand("tracking_id"),
    amount,
    currency: demand("currency"),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}

/** Our own export puts an apostrophe before what a spreadsheet would run. */
function unguard(text: string): string {
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
