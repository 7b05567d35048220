/** The payout of an id. */
export function toPayout(tracking_id: string) {
  return { tracking_id, user_id: "customer-1", currency: "EUR", amount: "20.00" };
}
