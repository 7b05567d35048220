import type { Transaction } from "@numipay/core/protocol";
import { compareDecimals } from "./decimal.js";
import { type Discrepancy, moneyOf, showId, toDiscrepancy } from "./discrepancy.js";
import { isSameMoney } from "./assign-rows.js";
import { isMoney, type LedgerRow } from "./ledger-row.js";

/** Compares a transaction with its ledger row: tracking id, currency and amount. */
export function compareEntry(transaction: Transaction, row: LedgerRow): Discrepancy[] {
  const found: Discrepancy[] = [];
  const { amount, currency, tracking_id } = transaction;
  const booked = isMoney(row) ? "booked" : "recorded";
  if (tracking_id !== row.tracking_id) {
    const text = `is ${booked} as ${showId(row.tracking_id)}, under the same transaction_id`;
    found.push(
      toDiscrepancy(transaction, {
        kind: "wrong-tracking-id",
        expected: tracking_id,
        found: row.tracking_id,
        text,
      }),
    );
  }
  if (currency !== row.currency) {
    const text = `is in ${currency} at the gateway, and ${booked} in ${row.currency}`;
    found.push(
      toDiscrepancy(transaction, {
        kind: "wrong-currency",
        expected: currency,
        found: row.currency,
        text,
      }),
    );
  }
  if (compareDecimals(amount, row.amount) !== 0) {
    const text = `is ${amount} at the gateway, and ${booked} as ${row.amount}`;
    found.push(
      toDiscrepancy(transaction, {
        kind: "wrong-amount",
        expected: amount,
        found: row.amount,
        text,
      }),
    );
  }
  return found;
}

/** Compares a row that holds no money. `pending` always matches, because every transaction starts with it. */
export function compareNote(row: LedgerRow, candidates: readonly Transaction[]): Discrepancy[] {
  const status = row.status ?? "";
  const sameStatus = candidates.filter((one) => one.status === status);
  const [transaction] = [
    ...sameStatus.filter((one) => isSameMoney(one, row)),
    ...sameStatus,
    ...candidates.filter((one) => isSameMoney(one, row)),
    ...candidates,
  ];
  if (transaction === undefined) {
    return [
      toDiscrepancy(row, {
        kind: "unchecked",
        expected: null,
        found: status,
        text: `is recorded as ${status}, and the gateway has no such ${row.type ?? "transaction"} to compare it with`,
      }),
    ];
  }
  const differences = compareEntry(transaction, row);
  if (transaction.status === status || status === "pending") return differences;
  return [
    toDiscrepancy(transaction, {
      kind: "wrong-status",
      expected: transaction.status,
      found: status,
      text: `is ${transaction.status} at the gateway, and recorded as ${status} with ${moneyOf(row)}`,
    }),
    ...differences,
  ];
}
