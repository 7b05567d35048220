// An append-only list of the money that the gateway received for the office.

/**
 * - `fares`: paid for a booking, in the expected amount
 * - `unclear`: does not match a booking, and a person must review it
 */
export type Account = "fares" | "unclear";

export interface Entry {
  /** The webhook's `idempotencyKey`. A key is booked once. */
  key: string;
  account: Account;
  cents: number;
  currency: string;
  trackingId: string;
  /** The gateway's id. */
  transactionId: string;
}

export type Ledger = ReturnType<typeof createLedger>;

export function createLedger() {
  const entries = new Map<string, Readonly<Entry>>();
  return {
    /** Books an entry. Returns false if its key was booked before. */
    book(entry: Entry): boolean {
      if (!Number.isSafeInteger(entry.cents) || entry.cents <= 0) {
        throw new RangeError("The amount of an entry must be a positive integer, in cents.");
      }
      if (entries.has(entry.key)) return false;
      entries.set(entry.key, Object.freeze({ ...entry }));
      return true;
    },
    /** In cents. */
    balance(account: Account, currency: string): number {
      return [...entries.values()]
        .filter((entry) => entry.account === account && entry.currency === currency)
        .reduce((sum, { cents }) => sum + cents, 0);
    },
    entries: (): Readonly<Entry>[] => [...entries.values()],
  };
}
