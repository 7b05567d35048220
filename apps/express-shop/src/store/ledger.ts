// An append-only list of transfers between accounts. The sum over all accounts is always zero.

export interface Entry {
  /** Identifies the transfer. A key is booked once. */
  key: string;
  from: string;
  to: string;
  cents: number;
  currency: string;
  trackingId: string;
  /** The gateway's id, if it moved the money. */
  transactionId: string | undefined;
}

export const accounts = {
  /** The shop's balance at the gateway, negated: deposits come from here and payouts go here. */
  gateway: "gateway",
  sales: "sales",
  wallet: (customer: string): string => `wallet:${customer}`,
  /** On hold for withdrawals that are not final. */
  held: (customer: string): string => `held:${customer}`,
};

export function createLedger() {
  const entries: Entry[] = [];
  const keys = new Set<string>();
  return {
    /** Books a transfer. Returns false if its key was booked before. */
    transfer(entry: Entry): boolean {
      if (!Number.isSafeInteger(entry.cents) || entry.cents <= 0) {
        throw new RangeError("The amount of a transfer must be a positive integer, in cents.");
      }
      if (keys.has(entry.key)) return false;
      keys.add(entry.key);
      entries.push(Object.freeze({ ...entry }));
      return true;
    },
    /** In cents. */
    balance(account: string, currency: string): number {
      return entries
        .filter((entry) => entry.currency === currency)
        .reduce((sum, { from, to, cents }) => {
          return sum + (to === account ? cents : 0) - (from === account ? cents : 0);
        }, 0);
    },
    entries: (): Entry[] => [...entries],
  };
}
