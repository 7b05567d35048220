import { Injectable } from "@nestjs/common";

/** A transfer between two accounts. The balances of all accounts always add up to zero. */
export interface Entry {
  /** The reason, such as a webhook's idempotency key. Each key is booked once. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly cents: number;
  readonly currency: string;
  readonly trackingId: string;
}

/** The accounts of the ledger. The gateway has one for deposits and another one for refunds. */
export const accounts = {
  /** Card payments. */
  cards: "gateway:deposits",
  /** Payouts. */
  payouts: "gateway:refunds",
  /** A customer's deposits. */
  deposit: (customer: string) => `deposit:${customer}`,
  /** A customer's pending refunds. */
  held: (customer: string) => `held:${customer}`,
};

/** An append-only list of transfers. */
@Injectable()
export class Ledger {
  readonly #entries: Entry[] = [];
  readonly #keys = new Set<string>();

  /**
   * Books a transfer. Returns false if its key was booked before: a webhook whose record failed after it was booked is
   * applied again.
   */
  transfer(entry: Entry): boolean {
    if (!Number.isSafeInteger(entry.cents) || entry.cents <= 0) {
      throw new RangeError("cents must be a positive whole number.");
    }
    if (this.#keys.has(entry.key)) return false;
    this.#keys.add(entry.key);
    this.#entries.push(Object.freeze({ ...entry }));
    return true;
  }

  balance(account: string): number {
    return this.#entries.reduce((sum, { from, to, cents }) => {
      return sum + (to === account ? cents : 0) - (from === account ? cents : 0);
    }, 0);
  }

  /** Returns a copy of the list. */
  entries(): Entry[] {
    return [...this.#entries];
  }
}
