import type { Change } from "@numipay/core";

let created = 0;

/** Final changes of new transactions, with the content of an ordinary delivery. */
export function sampleChanges(count: number): Change[] {
  return Array.from({ length: count }, () => {
    created += 1;
    const id = `a1b2c3d${String(created).padStart(8, "0")}`;
    const content = {
      amount: "200.00",
      currency: "EUR",
      status: "successful",
      tracking_id: `order-${created}`,
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
