/** The name of the account with a DEV key. */
export const devAccount = "dev";
