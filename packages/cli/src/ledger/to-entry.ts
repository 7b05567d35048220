import { isAmount } from "@numipay/core/protocol";
import type { LedgerRow } from "@numipay/sandbox";
import { usageFault } from "../failure/command-failure.js";
import { isUnguardedFormula, unguardFormula } from "../export/formula-guard.js";
import type { LedgerEntry } from "./ledger-entry.js";
import type { LedgerColumn, ResolvedColumns } from "./resolve-columns.js";

type Read = (column: LedgerColumn) => string | undefined;

/**
 * An entry from a line of CSV. Ids stay as they are, to the last blank; of the rest, blanks around it mean nothing.
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
 * An entry from a JSON object. Each value must be a text, and stays as it is.
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
    // A float is not what was booked: 200.1 is, 0.1 + 0.2 is not.
    throw usageFault(`${place}: ${column} is no text. ${advice}`);
  };
  return { row: toRow(readText, columns, place), place, isUnguardedFile: false };
}

function toRow(read: Read, columns: ResolvedColumns, place: string): LedgerRow {
  const demand = (column: LedgerColumn, advice: string): string => {
    const value = read(column) ?? "";
    if (value.trim() !== "") return value;
    throw usageFault(`${place}: ${column} is missing. ${advice}`);
  };
  const amount = demand("amount", "Write it as 1234.50.");
  if (!isAmount(amount)) {
    throw usageFault(
      `${place}: ${JSON.stringify(amount)} is no amount. Write it as 1234.50: a point, no separators, no sign.`,
    );
  }
  const transaction_id = read("transaction_id") ?? "";
  const type = read("type") ?? "";
  return {
    tracking_id: demand("tracking_id", "Each entry needs one."),
    amount,
    currency: demand("currency", "Write a code such as EUR."),
    ...(transaction_id !== "" && { transaction_id }),
    ...(type !== "" && { type }),
    // Empty is not the same as no column: whether it was money is not said.
    ...(columns.status !== undefined && {
      status: demand("status", "Write successful for what was booked as money."),
    }),
  };
}
