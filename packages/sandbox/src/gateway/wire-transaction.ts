import type { Contract, ReadShape, Transaction } from "@numipay/core/protocol";
import type { TransactionRecord } from "./transaction-record.js";
import { toWireBody } from "./wire-body.js";

/** Converts a record to the seven documented fields in the documented order, because the signature covers their text. */
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

/** The compact JSON payload of a webhook, as the contract defines it. */
export function toWebhookBody(contract: Contract, transaction: Transaction): string {
  return JSON.stringify(toWireBody(contract.webhook, omitEmptyUser(contract, transaction)));
}

/** A list of transactions, as the contract defines it. */
export function toWireList(
  contract: Contract,
  shape: ReadShape,
  transactions: readonly Transaction[],
): unknown {
  return toWireBody(
    shape,
    transactions.map((one) => omitEmptyUser(contract, one)),
  );
}

/** Leaves out an empty user_id if the contract allows that. */
function omitEmptyUser({ webhook }: Contract, transaction: Transaction): Partial<Transaction> {
  if (transaction.user_id !== "" || webhook.fields.get("user_id")?.isRequired !== false) {
    return transaction;
  }
  const { user_id: _, ...rest } = transaction;
  return rest;
}
