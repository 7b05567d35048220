import type { Transaction } from "@numipay/core/protocol";
import { compareDecimals } from "./decimal.js";
import { type Discrepancy, moneyOf, showId, toDiscrepancy } from "./discrepancy.js";
import { isSameMoney } from "./assign-rows.js";
import { isMoney, type LedgerRow } from "./ledger-row.js";

/** Compares the one line of a transaction that counts: its tracking id, currency and amount. */
export function compareEntry(transaction: Transaction, row: LedgerRow): Discrepancy[] {
  const found: Discrepancy[] = [];
  const { amount, currency, tracking_id } = transaction;
  const booked = isMoney(row) ? "booked" : "noted";
  if (tracking_id !== row.tracking_id) {
    const says = `is ${booked} as ${showId(row.tracking_id)}, under the same transaction_id`;
    found.push(
      toDiscrepancy(transaction, {
        kind: "wrong-tracking-id",
        expected: tracking_id,
        found: row.tracking_id,
        says,
      }),
    );
  }
  if (currency !== row.currency) {
    const says = `is in ${currency} at the gateway, and ${booked} in ${row.currency}`;
    found.push(
      toDiscrepancy(transaction, {
        kind: "wrong-currency",
        expected: currency,
        found: row.currency,
        says,
      }),
    );
  }
  if (compareDecimals(amount, row.amount) !== 0) {
    const says = `is ${amount} at the gateway, and ${booked} as ${row.amount}`;
    found.push(
      toDiscrepancy(transaction, {
        kind: "wrong-amount",
        expected: amount,
        found: row.amount,
        says,
      }),
    );
  }
  return found;
}

/** Compares a line that holds no money. A `pending` is what every transaction once was. */
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
        says: `is noted as ${status}, and the gateway has no such ${row.type ?? "transaction"} to compare it with`,
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
      says: `is ${transaction.status} at the gateway, and noted as ${status} with ${moneyOf(row)}`,
    }),
    ...differences,
  ];
}
