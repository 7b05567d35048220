import type { Flow, Mode, Owner, Stage, TransactionRecord } from "../gateway/transaction-record.js";
import { toThousandths } from "../gateway/decimal.js";
import { seededPageToken } from "./seed-transactions.js";
import { integer, text, textOrNull, type Row, type Sql } from "./sql.js";
import { pastPrefix } from "./transaction-selects.js";
import type { TransactionKindStore } from "./transaction-kinds.js";

/** The table of transactions. */
export interface TransactionStore {
  /** The number of the next transaction, from which ids are derived. */
  nextNumber(): number;
  insert(record: TransactionRecord): void;
  update(record: TransactionRecord): void;
  byId(transactionId: string): TransactionRecord | undefined;
  byPageToken(pageToken: string): TransactionRecord | undefined;
  /** By the gateway's id, if the transaction belongs to the owner. */
  byIdOf(transactionId: string, owner: Owner): TransactionRecord | undefined;
  /** The first transaction with a tracking id. */
  byTrackingId(trackingId: string, owner: Owner): TransactionRecord | undefined;
  /** Transactions created in [from, before), milliseconds since 1970, oldest first. */
  createdBetween(from: number, before: number, owner: Owner): TransactionRecord[];
  /** A successful deposit of an account. Seeded history does not count. */
  paidDeposit(accountId: string): TransactionRecord | undefined;
  all(): TransactionRecord[];
}

/** Opens the table of transactions. */
export function createTransactionStore(sql: Sql, kinds: TransactionKindStore): TransactionStore {
  const one = (where: string, values: readonly string[]): TransactionRecord | undefined => {
    const row = sql.first(`SELECT * FROM transactions WHERE ${where}`, values);
    return row === undefined ? undefined : toTransactionRecord(row);
  };
  return {
    nextNumber() {
      const row = sql.first("SELECT COALESCE(MAX(number), 0) + 1 AS next FROM transactions");
      return row === undefined ? 1 : integer(row, "next");
    },
    insert: (record) =>
      sql.run(
        `INSERT INTO transactions (transaction_id, page_token, account_id, tracking_id, user_id, currency, amount,
           amount_minor, country, type, flow, mode, status, stage, provider_id, card_last4, rejected_reason, return_url,
           kind_id, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          record.transactionId,
          record.pageToken,
          record.accountId,
          record.trackingId,
          record.userId,
          record.currency,
          record.amount,
          toThousandths(record.amount),
          record.country,
          record.type,
          record.flow,
          record.mode,
          record.status,
          record.stage,
          record.providerId,
          record.cardLast4,
          record.rejectedReason,
          record.returnUrl,
          kinds.idOf(record),
          record.createdAt,
          record.updatedAt,
        ],
      ),
    // The other columns never change.
    update: (record) =>
      sql.run(
        `UPDATE transactions SET status = ?, stage = ?, provider_id = ?, card_last4 = ?, rejected_reason = ?,
           kind_id = ?, updated_at = ? WHERE transaction_id = ?`,
        [
          record.status,
          record.stage,
          record.providerId,
          record.cardLast4,
          record.rejectedReason,
          kinds.idOf(record),
          record.updatedAt,
          record.transactionId,
        ],
      ),
    byId: (transactionId) => one("transaction_id = ?", [transactionId]),
    byPageToken: (pageToken) => one("page_token = ?", [pageToken]),
    byIdOf: (transactionId, { accountId, mode }) =>
      one("transaction_id = ? AND account_id = ? AND mode = ?", [transactionId, accountId, mode]),
    byTrackingId: (trackingId, { accountId, mode }) =>
      one("account_id = ? AND mode = ? AND tracking_id = ? ORDER BY number LIMIT 1", [
        accountId,
        mode,
        trackingId,
      ]),
    createdBetween: (from, before, { accountId, mode }) =>
      sql
        .all(
          // The clock never goes back, so this is also the order of the numbers, and the index provides it.
          `SELECT * FROM transactions WHERE account_id = ? AND mode = ? AND created_at >= ? AND created_at < ?
           ORDER BY created_at, number`,
          [accountId, mode, from, before],
        )
        .map(toTransactionRecord),
    paidDeposit(accountId) {
      const row = sql.first(
        // By page token, because seeded history is a range of them, and may have a million rows.
        `${paidDepositBy("page_token < ?")} UNION ALL ${paidDepositBy("page_token >= ?")} LIMIT 1`,
        [seededPageToken, accountId, pastPrefix(seededPageToken), accountId],
      );
      return row === undefined ? undefined : toTransactionRecord(row);
    },
    all: () => sql.all("SELECT * FROM transactions ORDER BY number").map(toTransactionRecord),
  };
}

const paidDepositBy = (where: string): string =>
  `SELECT * FROM transactions INDEXED BY transactions_by_page
   WHERE ${where} AND account_id = ? AND type = 'deposit' AND status = 'successful'`;

/** Converts a row to a record. The casts are safe because the columns are only written from a TransactionRecord. */
export function toTransactionRecord(row: Row): TransactionRecord {
  return {
    transactionId: text(row, "transaction_id"),
    pageToken: text(row, "page_token"),
    accountId: text(row, "account_id"),
    trackingId: text(row, "tracking_id"),
    userId: text(row, "user_id"),
    currency: text(row, "currency"),
    amount: text(row, "amount"),
    country: textOrNull(row, "country"),
    type: text(row, "type"),
    flow: text(row, "flow") as Flow,
    mode: text(row, "mode") as Mode,
    status: text(row, "status"),
    stage: text(row, "stage") as Stage,
    providerId: textOrNull(row, "provider_id"),
    cardLast4: textOrNull(row, "card_last4"),
    rejectedReason: textOrNull(row, "rejected_reason"),
    returnUrl: textOrNull(row, "return_url"),
    createdAt: integer(row, "created_at"),
    updatedAt: integer(row, "updated_at"),
  };
}
