import type { Transaction } from "@numipay/core";
import type { DoctorSession } from "./check.js";
import type { Order } from "./orders.js";

/** A successful deposit that pays the order. `fields` override its fields. */
export function paymentOf(
  order: Order,
  session: Pick<DoctorSession, "newTransactionId">,
  fields: Partial<Transaction> = {},
): Transaction {
  return {
    transaction_id: session.newTransactionId(),
    user_id: order.user_id,
    tracking_id: order.tracking_id,
    status: "successful",
    currency: order.currency,
    amount: order.amount,
    transaction_type: "deposit",
    ...fields,
  };
}
