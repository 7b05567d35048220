import type { Contract, ReadShape, Transaction } from "@numipay/core/protocol";
import type { TransactionRecord } from "./transaction-record.js";
import { toWireBody } from "./wire-body.js";

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

/** The payload of a webhook, compact, as the contract has it. */
export function toWebhookBody(contract: Contract, transaction: Transaction): string {
  return JSON.stringify(toWireBody(contract.webhook, omitNobody(contract, transaction)));
}

/** A list of transactions as the contract has it. */
export function toWireList(
  contract: Contract,
  shape: ReadShape,
  transactions: readonly Transaction[],
): unknown {
  return toWireBody(
    shape,
    transactions.map((one) => omitNobody(contract, one)),
  );
}

/** A customer that the request did not name is left out, if the contract allows that. */
function omitNobody({ webhook }: Contract, transaction: Transaction): Partial<Transaction> {
  if (transaction.user_id !== "" || webhook.fields.get("user_id")?.isRequired !== false) {
    return transaction;
  }
  const { user_id: _, ...rest } = transaction;
  return rest;
}
