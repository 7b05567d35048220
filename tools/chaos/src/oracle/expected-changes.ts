import { statusRank, type StatusRank, toIdempotencyKey, type Transaction } from "@numipay/core";
import type { DeliveryAttempt, SandboxTransaction } from "@numipay/sandbox";
import type { DeliveryOrder } from "../gateways/sender.js";

/** A change that happened at a gateway. */
export interface ExpectedChange {
  key: string;
  transactionKey: string;
  rank: StatusRank;
  /** Undefined for a change that was never delivered. */
  order: DeliveryOrder | undefined;
  /** The transaction, on its latest change. */
  latest: SandboxTransaction | undefined;
}

/** Returns every change of all gateways: those that were delivered, and the latest of each transaction. */
export function readExpectedChanges(
  transactions: readonly SandboxTransaction[],
  attempts: readonly Pick<DeliveryAttempt, "cause" | "requestBody">[],
  orders: ReadonlyMap<string, DeliveryOrder>,
): ExpectedChange[] {
  const changes = new Map<string, ExpectedChange>();
  const add = (transaction: Transaction, latest: SandboxTransaction | undefined) => {
    const key = toIdempotencyKey(transaction);
    changes.set(key, {
      key,
      transactionKey: `${transaction.transaction_type}:${transaction.transaction_id}`,
      rank: statusRank(transaction.status),
      order: orders.get(key),
      latest,
    });
  };
  for (const { cause, requestBody } of attempts) {
    // Copies and forgeries are not changes.
    if (cause !== "chaos") add(JSON.parse(requestBody) as Transaction, undefined);
  }
  for (const transaction of transactions) add(transaction, transaction);
  return [...changes.values()];
}
