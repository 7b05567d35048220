import { Injectable } from "@nestjs/common";

/** A transfer: it takes from one account what it gives to another, so the sum over all accounts is always zero. */
export interface Entry {
  /** Names the reason; a key is booked once. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly cents: number;
  readonly currency: string;
  /** Ours. */
  readonly trackingId: string;
}

/** The accounts of the ledger. The desk has two at the gateway, and their money is not the same money. */
export const accounts = {
  /** What came in by card. */
  cards: "gateway:deposits",
  /** What went out. */
  payouts: "gateway:refunds",
  /** What a customer has deposited with us. */
  deposit: (customer: string) => `deposit:${customer}`,
  /** What a customer asked to have back, until that is decided. */
  held: (customer: string) => `held:${customer}`,
};

/** An append-only list of transfers: no entry is ever changed or taken out. */
@Injectable()
export class Ledger {
  readonly #entries: Entry[] = [];
  readonly #keys = new Set<string>();

  /**
   * Books a transfer. False when its key was booked before: the inbox lets each change through once, and the ledger
   * would still count it once if it did not.
   */
  transfer(entry: Entry): boolean {
    if (!Number.isSafeInteger(entry.cents) || entry.cents <= 0) {
      throw new RangeError("A transfer is a positive whole number of cents");
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

  /** A copy: the list itself stays here. */
  entries(): Entry[] {
    return [...this.#entries];
  }
}
