import { toThousandths } from "../gateway/decimal.js";
import type { Value } from "./sql.js";
import type { TransactionQuery } from "./transaction-query.js";

/** The statements of the search. Each one uses an index; a test verifies that none scans the table. */
export const transactionSelects = {
  byNumbers: `SELECT * FROM transactions WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number DESC`,
  newest: `SELECT number FROM transactions WHERE number < ? ORDER BY number DESC LIMIT 1`,
  firstAt: `SELECT number FROM transactions WHERE account_id = ? AND mode = ? AND created_at >= ?
    ORDER BY created_at, number LIMIT 1`,
  ofKind: `SELECT number FROM transactions WHERE kind_id = ? AND number >= ? AND number < ?
    ORDER BY number DESC LIMIT ?`,
  exact: `SELECT number FROM transactions WHERE transaction_id = ? AND account_id = ?
    UNION SELECT number FROM transactions WHERE account_id = ? AND mode IN ('live', 'test') AND tracking_id = ?`,
  byTransactionId: `SELECT number FROM transactions WHERE transaction_id >= ? AND transaction_id < ? LIMIT ?`,
  byTrackingId: `SELECT number FROM transactions WHERE account_id = ? AND mode IN ('live', 'test')
    AND tracking_id >= ? AND tracking_id < ? LIMIT ?`,
  byUserId: `SELECT number FROM transactions WHERE account_id = ? AND user_id >= ? AND user_id < ? LIMIT ?`,
  byAmount: `SELECT number FROM transactions WHERE account_id = ? AND amount_minor BETWEEN ? AND ? LIMIT ?`,
  // NOT INDEXED makes SQLite use the row's number. The planner would otherwise read the whole account from an index and sort
  // it, or go through all numbers of the span (hence the plus signs).
  among: (where: string) =>
    `SELECT * FROM transactions NOT INDEXED WHERE number IN (SELECT value FROM json_each(?))
     AND +number >= ? AND +number < ? AND ${where} ORDER BY number DESC LIMIT ?`,
  past: (where: string) =>
    `SELECT * FROM transactions NOT INDEXED WHERE number >= ? AND number < ? AND ${where}
     ORDER BY number DESC LIMIT ?`,
} as const;

/** The exclusive end of all texts with a prefix. */
export function pastPrefix(text: string): string {
  return `${text}\u{10FFFF}`;
}

/** The amounts of a query in thousandths, inclusive. */
export function amountRange({ fromAmount, toAmount }: TransactionQuery): [number, number] {
  return [
    fromAmount === undefined ? 0 : toThousandths(fromAmount),
    toAmount === undefined ? Number.MAX_SAFE_INTEGER : toThousandths(toAmount),
  ];
}

/** All conditions except the span, for rows from an index or a scan. */
export function conditionsOf(query: TransactionQuery): { where: string; values: Value[] } {
  const { accountId, mode, status, type, providerId, currency, text } = query;
  const parts: string[] = ["account_id = ?"];
  const values: Value[] = [accountId];
  const add = (part: string, ...more: Value[]): void => {
    parts.push(part);
    values.push(...more);
  };
  if (mode !== undefined) add("mode = ?", mode);
  if (status !== undefined) add("status = ?", status);
  if (type !== undefined) add("type = ?", type);
  if (currency !== undefined) add("currency = ?", currency);
  if (providerId !== undefined) add("provider_id IS ?", providerId);
  if (query.fromAmount !== undefined || query.toAmount !== undefined) {
    add("amount_minor BETWEEN ? AND ?", ...amountRange(query));
  }
  if (text !== undefined) {
    const past = pastPrefix(text);
    add(
      `((transaction_id >= ? AND transaction_id < ?) OR (tracking_id >= ? AND tracking_id < ?)
        OR (user_id >= ? AND user_id < ?))`,
      text,
      past,
      text,
      past,
      text,
      past,
    );
  }
  return { where: parts.join(" AND "), values };
}
