import { statusRank, toIdempotencyKey } from "@numipay/core";

/**
 * Every change that happened, as the oracles want it: what was told, and what each transaction came to, which is the one
 * change of it that has the transaction as `latest`.
 *
 * @param {readonly import("@numipay/sandbox").SandboxTransaction[]} transactions of all gateways
 * @param {readonly import("@numipay/sandbox").DeliveryAttempt[]} attempts
 * @param {ReadonlyMap<string, { sent: number, acknowledged: number }>} orders by key, of the sender
 */
export function readTruth(transactions, attempts, orders) {
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
