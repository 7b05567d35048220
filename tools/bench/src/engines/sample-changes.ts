// @ts-check
import type { Change } from "@numipay/core";

let made = 0;

/** Final changes of transactions that nobody has heard of, each with a content such as an ordinary delivery has. */
export function sampleChanges(count: number): Change[] {
  return Array.from({ length: count }, () => {
    made += 1;
    const id = `a1b2c3d${String(made).padStart(8, "0")}`;
    const content = {
      amount: "200.00",
      currency: "EUR",
      status: "successful",
      tracking_id: `order-${made}`,
      transaction_id: id,
      transaction_type: "deposit",
      user_id: "customer-1",
    };
    return {
      account: "default",
      isHandled: true,
      key: `deposit:${id}:successful`,
      transactionKey: `deposit:${id}`,
      status: "successful",
      rank: 1,
      content: JSON.stringify(content),
    };
  });
}
