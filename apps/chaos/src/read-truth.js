import { statusRank, toIdempotencyKey } from "@numipay/core";

/**
 * Every change that happened, as `judge` wants it: what was told, and what each transaction came to.
 *
 * @param {readonly import("@numipay/sandbox").SandboxTransaction[]} transactions of all gateways
 * @param {readonly import("@numipay/sandbox").DeliveryAttempt[]} attempts
 * @param {ReadonlyMap<string, { sent: number, acknowledged: number }>} orders by key, of the sender
 */
export function readTruth(transactions, attempts, orders) {
  const changes = new Map();
  const note = (transaction) => {
    const key = toIdempotencyKey(transaction);
    changes.set(key, {
      key,
      transactionKey: `${transaction.transaction_type}:${transaction.transaction_id}`,
      rank: statusRank(transaction.status),
      order: orders.get(key),
    });
  };
  for (const { cause, requestBody } of attempts) {
    // A forgery is no change.
    if (cause !== "chaos") note(JSON.parse(requestBody));
  }
  for (const transaction of transactions) note(transaction);
  return [...changes.values()];
}
