import type { DeliveryAttempt, SandboxTransaction } from "@numipay/sandbox";
import { statusRank, toIdempotencyKey } from "@numipay/core";

/**
 * Every change that happened, as the oracles want it: what was told, and what each transaction came to, which is the one
 * change of it that has the transaction as `latest`.
 *
 * @param transactions of all gateways
 * @param orders by key, of the sender
 */
export function readTruth(
  transactions: readonly SandboxTransaction[],
  attempts: readonly DeliveryAttempt[],
  orders: ReadonlyMap<string, { sent: number; acknowledged: number }>,
) {
  const changes = new Map();
  const note = (transaction, latest) => {
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
    // A forgery is no change.
    if (cause !== "chaos") note(JSON.parse(requestBody));
  }
  for (const transaction of transactions) note(transaction, transaction);
  return [...changes.values()];
}
