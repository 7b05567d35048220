import { usageError } from "../failure/command-failure.js";
import type { CreditTotals } from "./check.js";
import { type Dialect, findDialect } from "../ledger/find-dialect.js";
import { type CsvRecord, isBlank, readCsv } from "../ledger/read-csv.js";
import { addDecimals, isDecimal, negate } from "./decimal.js";

/** A credit of an order in the merchant's ledger. */
export interface LedgerRow {
  tracking_id: string;
  /** Decimal string. Negative if the credit was reversed. */
  amount: string;
  currency: string;
}

const compared = ["tracking_id", "amount", "currency"] as const;

/** Reads the merchant's ledger in its current state. */
export type Ledger = () => Promise<readonly LedgerRow[]>;

/**
 * Parses a JSON array, JSON Lines, or CSV with a header. Other columns are ignored.
 *
 * @throws CommandFailure naming the row and the column
 */
export function parseLedger(text: string): LedgerRow[] {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (trimmed === "") return [];
  const records = /^[[{]/.test(trimmed) ? readJson(trimmed) : readTable(text);
  return records.map(toRow);
}

/** The credits that the later ledger has and the earlier one does not. */
export function creditsSince(
  before: readonly LedgerRow[],
  after: readonly LedgerRow[],
): CreditTotals {
  const sums = new Map<string, Map<string, string>>();
  const add = ({ tracking_id, currency, amount }: LedgerRow): void => {
    const byCurrency = sums.get(tracking_id) ?? new Map<string, string>();
    byCurrency.set(currency, addDecimals(byCurrency.get(currency) ?? "0", amount));
    sums.set(tracking_id, byCurrency);
  };
  for (const row of after) add(row);
  for (const row of before) add({ ...row, amount: negate(row.amount) });
  return {
    of: (trackingId) =>
      new Map([...(sums.get(trackingId) ?? [])].filter(([, amount]) => amount !== "0")),
  };
}

function toRow(record: unknown, index: number): LedgerRow {
  const read = (column: keyof LedgerRow): string => {
    const value = (record as Partial<Record<string, unknown>> | null)?.[column];
    // A JSON number may be the result of float arithmetic, such as 0.1 + 0.2.
    if (typeof value === "string" && value !== "") return value;
    throw usageError(
      `Row ${index + 1} of the ledger has no string in ${column}. Each row needs tracking_id, amount (a decimal string) and currency.`,
    );
  };
  const amount = read("amount");
  if (!isDecimal(amount)) {
    throw usageError(
      `Row ${index + 1} of the ledger has the amount ${JSON.stringify(amount)}. Write a decimal such as 12.90.`,
    );
  }
  return { tracking_id: read("tracking_id"), amount, currency: read("currency") };
}

function readJson(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    try {
      return text.split(/\r?\n/).flatMap((line) => (line.trim() === "" ? [] : [JSON.parse(line)]));
    } catch {
      throw usageError("The ledger is not valid JSON. Return an array, or one object per line.");
    }
  }
}

function readTable(text: string): Record<string, string>[] {
  const dialect = findDialect(text.replace(/^\uFEFF/, ""), (cells) => {
    return compared.every((name) => cells.some((cell) => cell.trim() === name));
  });
  const [head, ...records] = readRecords(dialect).filter((record) => !isBlank(record));
  const columns = (head?.cells ?? []).map((name) => name.trim());
  const twice = compared.find((name) => columns.filter((column) => column === name).length > 1);
  if (twice !== undefined) {
    throw usageError(`The ledger has two ${twice} columns. Remove one of them.`);
  }
  return records.map(({ line, cells }) => {
    if (cells.length !== columns.length) {
      throw usageError(
        `Line ${line} of the ledger has ${cells.length} cells, but its header has ${columns.length}.`,
      );
    }
    // Whitespace is part of an id.
    const toValue = (name: string, cell = ""): string =>
      name === "tracking_id" ? cell : cell.trim();
    return Object.fromEntries(columns.map((name, at) => [name, toValue(name, cells[at])]));
  });
}

function readRecords({ text, separator, skipped }: Dialect): CsvRecord[] {
  try {
    return readCsv(text, separator).map(({ line, cells }) => ({ line: line + skipped, cells }));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw usageError(`The ledger is not valid CSV: ${error.message}`);
  }
}
