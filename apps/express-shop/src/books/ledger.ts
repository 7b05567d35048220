// @ts-check
// The ledger: an append-only list of transfers between accounts. Every transfer takes from one account what it gives to
// another, so the sum over all accounts is always zero, and no entry is ever changed or taken out.

export interface Entry {
  /** Names the reason; a key is booked once. */
  key: string;
  from: string;
  to: string;
  cents: number;
  currency: string;
  /** Ours. */
  trackingId: string;
  /** The gateway's, where it moved the money. */
  transactionId: string | undefined;
}

export type Ledger = ReturnType<typeof createLedger>;

export const accounts = {
  /** What the gateway holds for us; money comes in from it and goes out to it. */
  gateway: "gateway",
  sales: "sales",
  wallet: (customer: string) => `wallet:${customer}`,
  /** What a customer asked to have paid out, until that is decided. */
  held: (customer: string) => `held:${customer}`,
};

export function createLedger() {
  const entries: Entry[] = [];
  const keys = new Set();
  return {
    /**
     * Books a transfer. False when its key was booked before: the inbox lets each change through once, and the ledger
     * would still count it once if it did not.
     */
    transfer(entry: Entry) {
      if (!Number.isSafeInteger(entry.cents) || entry.cents <= 0) {
        throw new RangeError("A transfer is a positive whole number of cents");
      }
      if (keys.has(entry.key)) return false;
      keys.add(entry.key);
      entries.push(Object.freeze({ ...entry }));
      return true;
    },
    balance(account: string, currency: string) {
      return entries
        .filter((entry) => entry.currency === currency)
        .reduce((sum, { from, to, cents }) => {
          return sum + (to === account ? cents : 0) - (from === account ? cents : 0);
        }, 0);
    },
    /** A copy: the list itself stays here. */
    entries: () => [...entries],
  };
}
