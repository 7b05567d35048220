import type { Transaction } from "../protocol/contract/wire-types.js";

/** The merchant's own call that created the transaction of an event, as the journal recorded it. */
export interface EventIntent {
  /** The operation, such as `hostedCheckout` or `requestPayout`. */
  operation: string;
  /** The merchant account; `"default"` for the default account. */
  account: string;
  /** The merchant's id of the transaction. */
  tracking_id: string;
  /**
   * What the journal knew of the call before this event. `confirmed`: its response was recorded, or the gateway was asked. Everything else means
   * that the event came first: `sending` if its response has not arrived, `unknown` if it was lost.
   */
  state: "queued" | "sending" | "confirmed" | "refused" | "unknown";
  /** The `metadata` of the call; undefined without one. Of the type that your program passed: check it if several do. */
  metadata: unknown;
  /** When the call was recorded, in ISO format. */
  recordedAt: string;
}

/** What a journal has about the transaction of an event. */
export interface JournalEntry {
  /** The call that created the transaction; undefined if it is not in the journal. */
  intent: EventIntent | undefined;
  /** Records that the transaction exists. Called after the handlers were applied. Rejects when the store is unavailable. */
  confirm(): Promise<void>;
}

/** What a webhook needs of a journal. */
export interface EventJournal {
  /** The merchant account of its records. */
  readonly account: string;
  /** Finds the call of a transaction. Rejects when the store is unavailable. */
  findEntry(account: string, transaction: Transaction): Promise<JournalEntry>;
}
