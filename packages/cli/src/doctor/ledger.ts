import { usageFault } from "../failure/command-failure.js";
import type { BookedSince } from "./check.js";
import { type CsvRecord, readCsv } from "../ledger/read-csv.js";
import { addDecimals, isDecimal, negate } from "./decimal.js";

/** Money that came in for an order, as the merchant's books have it. */
export interface LedgerRow {
  tracking_id: string;
  /** Decimal text; below zero where it was taken back. */
  amount: string;
  currency: string;
}

const compared = ["tracking_id", "amount", "currency"] as const;

/** Reads the merchant's books as they are now. */
export type Ledger = () => Promise<readonly LedgerRow[]>;

/**
 * Rows from JSON (an array), JSON lines, or CSV with a head line. Columns beyond the three are left alone.
 *
 * @throws CommandFailure naming the row and the column
 */
export function parseLedger(text: string): LedgerRow[] {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (trimmed === "") return [];
  const records = /^[[{]/.test(trimmed) ? readJson(trimmed) : readTable(text);
  return records.map(toRow);
}

/** What later books hold beyond earlier ones. */
export function bookedSince(
  before: readonly LedgerRow[],
  after: readonly LedgerRow[],
): BookedSince {
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
    // A number would do for reading, but 0.1 + 0.2 is not what anybody booked.
    if (typeof value === "string" && value !== "") return value;
    throw usageFault(
      `Row ${index + 1} of the ledger has no text in ${column}: each row needs tracking_id, amount (a decimal text) and currency.`,
    );
  };
  const amount = read("amount");
  if (!isDecimal(amount)) {
    throw usageFault(
      `Row ${index + 1} of the ledger: ${JSON.stringify(amount)} is no decimal amount such as 12.90.`,
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
      throw usageFault("The ledger begins like JSON and is none.");
    }
  }
}

function readTable(text: string): Record<string, string>[] {
  const [head, ...records] = readRecords(text);
  const columns = (head?.cells ?? []).map((name) => name.trim());
  const twice = compared.find((name) => columns.filter((column) => column === name).length > 1);
  if (twice !== undefined) {
    throw usageFault(`The ledger has two columns ${twice}. Remove one of them.`);
  }
  return records.map(({ line, cells }) => {
    if (cells.length !== columns.length) {
      throw usageFault(
        `Line ${line} of the ledger has ${cells.length} cells, and its header has ${columns.length}.`,
      );
    }
    // An id is what it is, to the last blank.
    const toValue = (name: string, cell = ""): string =>
      name === "tracking_id" ? cell : cell.trim();
    return Object.fromEntries(columns.map((name, at) => [name, toValue(name, cells[at])]));
  });
}

function readRecords(text: string): CsvRecord[] {
  try {
    return readCsv(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw usageFault(`The ledger's CSV, ${error.message}`);
  }
}
