import type { Transaction } from "@numipay/core";
import type { DoctorSession } from "./check.js";
import type { Order } from "./orders.js";

/** A transaction of the gateway that pays this order, save for what is given. */
export function paymentOf(
  order: Order,
  visit: Pick<DoctorSession, "newTransactionId">,
  fields: Partial<Transaction> = {},
): Transaction {
  return {
    transaction_id: visit.newTransactionId(),
    user_id: order.user_id,
    tracking_id: order.tracking_id,
    status: "successful",
    currency: order.currency,
    amount: order.amount,
    transaction_type: "deposit",
    ...fields,
  };
}
