import { isAmount } from "@numipay/core/protocol";
import type { LedgerRow } from "@numipay/sandbox";
import { usageError } from "../failure/command-failure.js";
import { isUnguardedFormula, unguardFormula } from "../export/formula-guard.js";
import { type LedgerEntry, namePlace, type Place } from "./ledger-entry.js";
import type { LedgerColumn, ResolvedColumns } from "./resolve-columns.js";

type Read = (column: LedgerColumn) => string | undefined;

/**
 * Creates the reader of the rows of a CSV file. Whitespace is part of an id, and ignored around other values. Throws a
 * CommandFailure naming the place and the column.
 */
export function createRowReader(): (
  read: Read,
  columns: ResolvedColumns,
  place: Place,
) => LedgerEntry {
  const share = createShare();
  return (read, columns, place) => {
    const readCell: Read = (column) => {
      const cell = read(column);
      if (cell === undefined || column.endsWith("_id")) return cell;
      return share(unguardFormula(cell.trim()));
    };
    return toCsvEntry(toRow(readCell, columns, place), place);
  };
}

/** Millions of entries have few currencies, types and statuses, so each is kept once. Limited, because amounts are many. */
function createShare(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size < maxShared) known.set(text, text);
    return text;
  };
}

const maxShared = 10_000;

function toCsvEntry(row: LedgerRow, { file, line }: Place): LedgerEntry {
  const ids = [row.tracking_id, row.transaction_id ?? ""];
  const unguarded = {
    ...row,
    tracking_id: unguardFormula(row.tracking_id),
    ...(row.transaction_id !== undefined && {
      transaction_id: unguardFormula(row.transaction_id),
    }),
  };
  const isChanged =
    unguarded.tracking_id !== row.tracking_id || unguarded.transaction_id !== row.transaction_id;
  return {
    row,
    file,
    line,
    unguarded: isChanged ? unguarded : undefined,
    isUnguardedFile: ids.some(isUnguardedFormula),
  };
}

/**
 * Reads an entry from a JSON object. Each value must be a string.
 *
 * @throws CommandFailure naming the place and the field
 */
export function toJsonEntry(
  read: (column: LedgerColumn) => unknown,
  columns: ResolvedColumns,
  place: Place,
): LedgerEntry {
  const readText: Read = (column) => {
    const value = read(column);
    if (value === undefined || value === null || typeof value === "string") return value ?? "";
    const advice =
      column === "amount" ? 'Write amounts as "200.00".' : "Write it as a JSON string.";
    // A JSON number may be the result of float arithmetic, such as 0.1 + 0.2.
    throw usageError(`${namePlace(place)}: ${column} is not a string. ${advice}`);
  };
  return { row: toRow(readText, columns, place), ...place, isUnguardedFile: false };
}

function toRow(read: Read, columns: ResolvedColumns, place: Place): LedgerRow {
  const readRequired = (column: LedgerColumn, advice: string): string => {
    const value = read(column) ?? "";
    if (value.trim() !== "") return value;
    throw usageError(`${namePlace(place)}: ${column} is missing. ${advice}`);
  };
  const amount = readRequired("amount", "Write it as 1234.50.");
  if (!isAmount(amount)) {
    const problem = /^\d[\d.]*,\d+$/.test(amount) ? "has a decimal comma" : "is not a valid amount";
    throw usageError(
      `${namePlace(place)}: ${JSON.stringify(amount)} ${problem}. Write it as 1234.50, without separators or a sign.`,
    );
  }
  const transaction_id = read("transaction_id") ?? "";
  const type = read("type") ?? "";
  return {
    tracking_id: readRequired("tracking_id", "Each entry needs one."),
    amount,
    currency: readRequired("currency", "Write a code such as EUR."),
    ...(transaction_id !== "" && { transaction_id }),
    ...(type !== "" && { type }),
    // An empty status is an error, because it does not say whether the entry is a credit.
    ...(columns.status !== undefined && {
      status: readRequired("status", "Write successful for a credit."),
    }),
  };
}
