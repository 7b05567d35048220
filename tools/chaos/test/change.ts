import type { Change, NumipayEvent } from "@numipay/core";

/** A change of a transaction that tests claim. */
export function createChange(transactionKey: string): Change {
  return {
    account: "default",
    key: `${transactionKey}:held`,
    transactionKey,
    status: "held",
    rank: undefined,
    isHandled: true,
    content: "{}",
  };
}

/** A successful deposit. */
export function createEvent(changes: Partial<NumipayEvent> = {}): NumipayEvent {
  return {
    transaction_id: "1",
    transaction_type: "deposit",
    tracking_id: "order-1",
    user_id: "customer-1",
    status: "successful",
    currency: "EUR",
    amount: "20.00",
    ...changes,
  };
}
