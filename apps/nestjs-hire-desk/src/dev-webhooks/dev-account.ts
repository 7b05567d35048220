/** The name of the account whose DEV key is tried out. */
export const rehearsalAccount = "rehearsal";
