import { isAmount } from "@numipay/core/protocol";
import type { LedgerRow } from "@numipay/sandbox";
import { usageError } from "../failure/command-failure.js";
import { isUnguardedFormula, unguardFormula } from "../export/formula-guard.js";
import type { LedgerEntry } from "./ledger-entry.js";
import type { LedgerColumn, ResolvedColumns } from "./resolve-columns.js";

type Read = (column: LedgerColumn) => string | undefined;

/**
 * Reads an entry from a line of CSV. Whitespace is part of an id, and ignored around other values.
 *
 * @throws CommandFailure naming the place and the column
 */
export function toCsvEntry(read: Read, columns: ResolvedColumns, place: string): LedgerEntry {
  const isId = (column: LedgerColumn): boolean => column.endsWith("_id");
  const row = toRow(
    (column) => {
      const cell = read(column);
      return cell === undefined || isId(column) ? cell : unguardFormula(cell.trim());
    },
    columns,
    place,
  );
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
    place,
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
  place: string,
): LedgerEntry {
  const readText: Read = (column) => {
    const value = read(column);
    if (value === undefined || value === null || typeof value === "string") return value ?? "";
    const advice =
      column === "amount" ? 'Write amounts as "200.00".' : "Write it as a JSON string.";
    // A JSON number may be the result of float arithmetic, such as 0.1 + 0.2.
    throw usageError(`${place}: ${column} is not a string. ${advice}`);
  };
  return { row: toRow(readText, columns, place), place, isUnguardedFile: false };
}

function toRow(read: Read, columns: ResolvedColumns, place: string): LedgerRow {
  const readRequired = (column: LedgerColumn, advice: string): string => {
    const value = read(column) ?? "";
    if (value.trim() !== "") return value;
    throw usageError(`${place}: ${column} is missing. ${advice}`);
  };
  const amount = readRequired("amount", "Write it as 1234.50.");
  if (!isAmount(amount)) {
    throw usageError(
      `${place}: ${JSON.stringify(amount)} is not a valid amount. Write it as 1234.50, without separators or a sign.`,
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
