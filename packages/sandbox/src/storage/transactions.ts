import type {
  Flow,
  Mode,
  Stage,
  Status,
  TransactionRecord,
  Type,
} from "../gateway/transaction-record.js";
import { integer, text, textOrNull, type Row, type Sql } from "./sql.js";

/** The table of transactions. */
export interface TransactionStore {
  /** The number that the next transaction will get: ids are drawn by it. */
  nextNumber(): number;
  insert(record: TransactionRecord): void;
  update(record: TransactionRecord): void;
  byId(transactionId: string): TransactionRecord | undefined;
  byPageToken(pageToken: string): TransactionRecord | undefined;
  byTrackingId(trackingId: string, mode: Mode): TransactionRecord | undefined;
  /** Those created in [from, before), milliseconds since 1970, oldest first. */
  createdBetween(from: number, before: number, mode: Mode): TransactionRecord[];
  all(): TransactionRecord[];
}

/** Opens the table of transactions. */
export function createTransactionStore(sql: Sql): TransactionStore {
  const one = (where: string, values: readonly string[]): TransactionRecord | undefined => {
    const row = sql.first(`SELECT * FROM transactions WHERE ${where}`, values);
    return row === undefined ? undefined : toRecord(row);
  };
  return {
    nextNumber() {
      const row = sql.first("SELECT COALESCE(MAX(number), 0) + 1 AS next FROM transactions");
      return row === undefined ? 1 : integer(row, "next");
    },
    insert: (record) =>
      sql.run(
        `INSERT INTO transactions (transaction_id, page_token, tracking_id, user_id, currency, amount, type, flow,
           mode, status, stage, provider_id, card_last4, rejected_reason, return_url, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          record.transactionId,
          record.pageToken,
          record.trackingId,
          record.userId,
          record.currency,
          record.amount,
          record.type,
          record.flow,
          record.mode,
          record.status,
          record.stage,
          record.providerId,
          record.cardLast4,
          record.rejectedReason,
          record.returnUrl,
          record.createdAt,
          record.updatedAt,
        ],
      ),
    // The other columns never change once a transaction is opened.
    update: (record) =>
      sql.run(
        `UPDATE transactions SET status = ?, stage = ?, provider_id = ?, card_last4 = ?, rejected_reason = ?,
           updated_at = ? WHERE transaction_id = ?`,
        [
          record.status,
          record.stage,
          record.providerId,
          record.cardLast4,
          record.rejectedReason,
          record.updatedAt,
          record.transactionId,
        ],
      ),
    byId: (transactionId) => one("transaction_id = ?", [transactionId]),
    byPageToken: (pageToken) => one("page_token = ?", [pageToken]),
    byTrackingId: (trackingId, mode) => one("tracking_id = ? AND mode = ?", [trackingId, mode]),
    createdBetween: (from, before, mode) =>
      sql
        .all(
          `SELECT * FROM transactions WHERE created_at >= ? AND created_at < ? AND mode = ? ORDER BY number`,
          [from, before, mode],
        )
        .map(toRecord),
    all: () => sql.all("SELECT * FROM transactions ORDER BY number").map(toRecord),
  };
}

/** The casts hold because these columns are written from a TransactionRecord alone. */
function toRecord(row: Row): TransactionRecord {
  return {
    transactionId: text(row, "transaction_id"),
    pageToken: text(row, "page_token"),
    trackingId: text(row, "tracking_id"),
    userId: text(row, "user_id"),
    currency: text(row, "currency"),
    amount: text(row, "amount"),
    type: text(row, "type") as Type,
    flow: text(row, "flow") as Flow,
    mode: text(row, "mode") as Mode,
    status: text(row, "status") as Status,
    stage: text(row, "stage") as Stage,
    providerId: textOrNull(row, "provider_id"),
    cardLast4: textOrNull(row, "card_last4"),
    rejectedReason: textOrNull(row, "rejected_reason"),
    returnUrl: textOrNull(row, "return_url"),
    createdAt: integer(row, "created_at"),
    updatedAt: integer(row, "updated_at"),
  };
}
