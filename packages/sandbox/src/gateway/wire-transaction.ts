import type { Transaction } from "@numipay/core/protocol";
import type { TransactionRecord } from "./transaction-record.js";

/** Turns a record into the seven documented fields, in the documented order: the signature covers their text. */
export function toWireTransaction(record: TransactionRecord): Transaction {
  return {
    transaction_id: record.transactionId,
    user_id: record.userId,
    tracking_id: record.trackingId,
    status: record.status,
    currency: record.currency,
    amount: record.amount,
    transaction_type: record.type,
  };
}
