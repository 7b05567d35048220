/** The name of the account that pays out: it has a key, a signature password and a webhook of its own. */
export const refundsAccount = "refunds";
