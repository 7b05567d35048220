// @ts-check
// What the gateway has brought in, to the cent. Entries are added and never changed.

// - fares: paid for a booking that we had, in the amount that we asked
// - unclear: it came in, but does not fit; a person finds out whose it is
export type Account = "fares" | "unclear";

export interface Entry {
  /** The webhook's idempotencyKey; a key is booked once. */
  key: string;
  account: Account;
  cents: number;
  currency: string;
  /** Ours. */
  trackingId: string;
  /** The gateway's. */
  transactionId: string;
}

export function createLedger() {
  const entries: Map<string, Readonly<Entry>> = new Map();
  return {
    /**
     * Books money that came in. False where its key was booked before: the webhook's inbox lets each change through
     * once, and the ledger would count it once even if it did not.
     */
    book(entry: Entry) {
      if (!Number.isSafeInteger(entry.cents) || entry.cents <= 0) {
        throw new RangeError("An entry is a positive whole number of cents");
      }
      if (entries.has(entry.key)) return false;
      entries.set(entry.key, Object.freeze({ ...entry }));
      return true;
    },
    balance(account: Account, currency: string) {
      return [...entries.values()]
        .filter((entry) => entry.account === account && entry.currency === currency)
        .reduce((sum, { cents }) => sum + cents, 0);
    },
    /** A copy: the list itself stays here. */
    entries: () => [...entries.values()],
  };
}
