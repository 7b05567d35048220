import type { Transaction } from "@numipay/core/protocol";
import { compareDecimals } from "./decimal.js";
import type { LedgerRow } from "./ledger-row.js";

/** Finds the transactions that a row may be about: by the gateway's id if the row has one, else by the tracking id. */
export function createCandidates(
  transactions: readonly Transaction[],
): (row: LedgerRow) => readonly Transaction[] {
  const byId = groupBy(transactions, (one) => one.transaction_id);
  // A tracking id is unique among test transactions and among live ones, unless a used one creates a second transaction.
  const byTrackingId = groupBy(transactions, (one) => one.tracking_id);
  return (row) => {
    const named =
      row.transaction_id === undefined
        ? byTrackingId.get(row.tracking_id)
        : byId.get(row.transaction_id);
    return (named ?? []).filter(
      (one) => row.type === undefined || one.transaction_type === row.type,
    );
  };
}

/** Finds the transaction of each row. Rows whose id matches several transactions are distributed among them. */
export function assignRows(
  rows: readonly LedgerRow[],
  candidatesOf: (row: LedgerRow) => readonly Transaction[],
): { booked: Map<Transaction, LedgerRow[]>; phantoms: LedgerRow[] } {
  const booked = new Map<Transaction, LedgerRow[]>();
  const phantoms: LedgerRow[] = [];
  for (const row of rows) {
    const transaction = bestMatch(candidatesOf(row), row, booked);
    const lines = transaction === undefined ? phantoms : booked.get(transaction);
    if (lines !== undefined) lines.push(row);
    else if (transaction !== undefined) booked.set(transaction, [row]);
  }
  return { booked, phantoms };
}

/** True if a row has a transaction's amount and currency. */
export function isSameMoney(transaction: Transaction, row: LedgerRow): boolean {
  return (
    transaction.currency === row.currency && compareDecimals(transaction.amount, row.amount) === 0
  );
}

/** The candidate that fits a row best, preferring those without a row. */
function bestMatch(
  candidates: readonly Transaction[],
  row: LedgerRow,
  booked: ReadonlyMap<Transaction, readonly LedgerRow[]>,
): Transaction | undefined {
  const isFree = (one: Transaction): boolean => !booked.has(one);
  return (
    candidates.find((one) => isFree(one) && one.status === "successful" && isSameMoney(one, row)) ??
    candidates.find((one) => isFree(one) && one.status === "successful") ??
    // A duplicate entry is more likely than an entry for a failed transaction.
    candidates.find((one) => one.status === "successful" && isSameMoney(one, row)) ??
    candidates.find(isFree) ??
    candidates[0]
  );
}

function groupBy(
  transactions: readonly Transaction[],
  keyOf: (one: Transaction) => string,
): Map<string, Transaction[]> {
  const groups = new Map<string, Transaction[]>();
  for (const one of transactions) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}
