/** The name of the payout account, which has its own key, signature password and webhook. */
export const refundsAccount = "refunds";
