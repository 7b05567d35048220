/** Creates the wallet. No constraint, so that duplicates are visible. */
export const createWallet =
  "CREATE TABLE IF NOT EXISTS wallet (tracking_id varchar(100), kind varchar(20))";

export const selectWallet = "SELECT tracking_id, kind FROM wallet";
