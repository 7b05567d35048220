import type { Intent, IntentKey, IntentState, JournalStore, RecordedIntent } from "./journal.js";

/** An intent to queue. */
export interface QueuedIntent extends Intent {
  /** The request as JSON. Never has card data: such calls cannot be queued. */
  request: string;
}

/**
 * The store of an outbox: a journal in the database of the caller, whose intents can be queued in the caller's own transactions. `Tx`
 * is such a transaction.
 *
 * Each queued intent has a due time. It is set when the intent is queued, when a claim is granted (the end of its lease) and when a
 * claim is completed (now, or `retryInMs` later), and removed when its end is reported. Intents that were never queued have none.
 */
export interface OutboxStore<Tx, Sync extends boolean = boolean> extends JournalStore {
  /** True if `enqueue` and `markOnce` return their results instead of promises, as handlers of this driver need it. */
  readonly isSynchronous: Sync;
  /**
   * Records an intent as `queued` in the caller's transaction. Returns false and records nothing if the identity has a record, in any
   * state.
   */
  enqueue(tx: Tx, intent: QueuedIntent): Returned<Sync, boolean>;
  /**
   * Returns up to `limit` intents of an account that are due, the longest due first, and postpones them by `visibilityMs`, so that
   * another worker gets others. An intent that is due is `queued`, or `sending` with an expired lease, or ended and
   * was not reported, or is `unknown` and to be asked about again.
   */
  takeDue(account: string, limit: number, visibilityMs: number): Promise<RecordedIntent[]>;
  /**
   * Records that the state was reported to the handlers. Resolves to false and records nothing if the intent has another state now.
   * Deletes the request of a `confirmed` or `refused` intent, and its due time; an `unknown` one is due again after `retryInMs`.
   */
  settle(
    key: IntentKey,
    state: Exclude<IntentState, "queued" | "sending">,
    retryInMs?: number,
  ): Promise<boolean>;
  /**
   * Makes intents due again that `takeDue` returned, and with which nothing was done. Skips each that was claimed or reported since: its
   * state or its `attempts` have changed.
   */
  release(taken: readonly RecordedIntent[]): Promise<void>;
  /**
   * Makes an intent that `takeDue` returned due after `retryInMs`, and increments its `failures`. Resolves to false and records nothing if
   * it was claimed or reported since.
   */
  defer(taken: RecordedIntent, retryInMs: number): Promise<boolean>;
  /** Records a mark in the caller's transaction. Returns false if it exists. Another transaction with the same mark waits for this one. */
  markOnce(tx: Tx, key: IntentKey, name: string): Returned<Sync, boolean>;
}

/** What a method returns: a promise, or the result itself for a synchronous driver. */
export type Returned<Sync extends boolean, Result> = Sync extends true ? Result : Promise<Result>;
