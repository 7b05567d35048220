import type { Numipay } from "@numipay/core";

export type Payout = Parameters<Numipay["payouts"]["request"]>[0] & { amount: string };

let created = 0;

/** New payouts. */
export function samplePayouts(count: number): Payout[] {
  return Array.from({ length: count }, () => {
    created += 1;
    const tracking_id = `payout-${String(created).padStart(8, "0")}`;
    return { tracking_id, user_id: "customer-1", currency: "EUR", amount: "30.00" };
  });
}
