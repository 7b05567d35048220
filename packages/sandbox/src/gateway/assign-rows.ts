import type { Transaction } from "@numipay/core/protocol";
import { compareDecimals } from "./decimal.js";
import type { LedgerRow } from "./ledger-row.js";

/** Finds the transactions that a line may be about: by the gateway's id where the line has it, else by the tracking id. */
export function createCandidates(
  transactions: readonly Transaction[],
): (row: LedgerRow) => readonly Transaction[] {
  const byId = groupBy(transactions, (one) => one.transaction_id);
  // A tracking id is used once among tests and once among live transactions.
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

/** Finds the transaction of each line. Lines of one id that several transactions have are dealt out among them. */
export function assignRows(
  rows: readonly LedgerRow[],
  candidatesOf: (row: LedgerRow) => readonly Transaction[],
): { booked: Map<Transaction, LedgerRow[]>; phantoms: LedgerRow[] } {
  const booked = new Map<Transaction, LedgerRow[]>();
  const phantoms: LedgerRow[] = [];
  for (const row of rows) {
    const transaction = mostFitting(candidatesOf(row), row, booked);
    const lines = transaction === undefined ? phantoms : booked.get(transaction);
    if (lines !== undefined) lines.push(row);
    else if (transaction !== undefined) booked.set(transaction, [row]);
  }
  return { booked, phantoms };
}

/** True when a line has a transaction's amount and currency. */
export function isSameMoney(transaction: Transaction, row: LedgerRow): boolean {
  return (
    transaction.currency === row.currency && compareDecimals(transaction.amount, row.amount) === 0
  );
}

/** Of several transactions under one tracking id, the one that a line says most nearly, and that has none yet. */
function mostFitting(
  candidates: readonly Transaction[],
  row: LedgerRow,
  booked: ReadonlyMap<Transaction, readonly LedgerRow[]>,
): Transaction | undefined {
  const isFree = (one: Transaction): boolean => !booked.has(one);
  return (
    candidates.find((one) => isFree(one) && one.status === "successful" && isSameMoney(one, row)) ??
    candidates.find((one) => isFree(one) && one.status === "successful") ??
    // Rather booked twice than booked for one that failed.
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
