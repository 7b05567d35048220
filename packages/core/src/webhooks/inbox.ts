import type { StatusRank } from "../protocol/transaction.js";
import type { AccountMethods, AccountStore } from "./account-store.js";
import type { InboxCheckpoints } from "./inbox-checkpoints.js";
import type { InboxReads } from "./inbox-reads.js";
import type { UnreadableStore } from "./unreadable-store.js";

/** One change of one transaction, as an inbox records it. */
export interface Change {
  /** The merchant account; `"default"` for the default account. */
  account: string;
  /** Identity of the change: account, transaction type, id and status. */
  key: string;
  /** Identity of the transaction: account, type and id. At most one change of a transaction is in progress at a time. */
  transactionKey: string;
  /** The new status. */
  status: string;
  /** The rank of the status; see `statusRank`. */
  rank: StatusRank;
  /** Whether the receiver has a handler for the change. Without one, it is recorded as unhandled. */
  isHandled: boolean;
  /**
   * The verified content as JSON with sorted keys. Different content with the same key is a conflict. Serialized when it is first
   * read; a spread does not copy it.
   */
  content: string;
}

/** The database transaction as one handler sees it. */
export interface HandlerScope<Tx> {
  /** The transaction that the handler gets. */
  tx: Tx;
  /**
   * Ends the scope: later statements through it are rejected.
   *
   * @throws Error when the handler returned before its statements or its nested transaction had ended
   */
  close(): void;
  /** Calls the handler, in a context in which the engine finds its transaction. Without it, the handler is called directly. */
  run?: (<Result>(handler: () => Result) => Result) | undefined;
  /** Whether the handler used `tx`. Without it, that is not reported. */
  isUsed?: (() => boolean) | undefined;
}

/** The temporary right to apply a change. */
export interface Lease<Tx> {
  /** Increases with every claim. A store that records the highest token can reject a former holder. */
  fencingToken: number;
  /** The final status that was already applied, if this change has a different final status. */
  contradicts: string | undefined;
  /** The database transaction that commits the record; undefined for an engine without transactions. It ends with the lease. */
  tx: Tx;
  /** Opens the database transaction for one handler. Undefined for an engine without transactions. */
  scope?: (() => HandlerScope<Tx>) | undefined;
  /**
   * Returns why the database rolled the transaction back while the handlers ran, such as a deadlock, or undefined. The failure of a
   * handler is then reported as `inbox-unavailable`, and the next delivery repeats it.
   */
  interruption?: (() => Error | undefined) | undefined;
}

/** The result of claiming a change. */
export type Claim<Tx> =
  | { state: "new"; lease: Lease<Tx> }
  /** A change of this transaction is being applied. */
  | { state: "in-progress" }
  /** Already recorded with the same content. */
  | { state: "duplicate" }
  /** `pending`, after a final status was recorded. */
  | { state: "stale" }
  /** Already recorded with different content. The inbox has recorded the conflict. */
  | { state: "conflict" };

/** Callbacks of a claim. */
export interface ClaimHooks {
  /** Called when a statement on `tx` was rejected because its handler had returned. Not awaited; its errors are logged. */
  onLateStatement?: ((error: Error) => unknown) | undefined;
}

/**
 * Records which changes were applied, so that each is applied once. There are two kinds of engine. A transactional engine opens a
 * database transaction in `claim`, commits it in `complete` and rolls it back in `release`. A leased engine stores the lease
 * immediately and renews it while the process runs; `complete` and `release` compare the fencing token before they write.
 *
 * Every engine follows these rules, which the conformance suite checks: Records do not expire. While one change of a transaction
 * is in progress, its other changes are `in-progress`. Unknown statuses are never stale and never contradict. A change recorded as
 * unhandled is a duplicate for a receiver without a handler, and new for a receiver with one. Every method rejects when the store
 * is unavailable: the delivery then gets a 503 and the gateway retries it.
 */
export interface Inbox<Tx = undefined> extends Partial<AccountMethods>, Partial<InboxReads> {
  /** Claims a change. Never waits for another holder. An inbox that wraps another one must pass `hooks` to it. */
  claim(change: Change, hooks?: ClaimHooks): Promise<Claim<Tx>>;
  /**
   * Records the change as applied, or as unhandled if not `isHandled`. Resolves to false and records nothing if the lease was
   * lost.
   *
   * @throws EffectFailedError when the handlers' database changes cannot be committed
   */
  complete(change: Change, lease: Lease<Tx>): Promise<boolean>;
  /** Releases the claim without a record, so that the next delivery can claim the change. Does nothing if the lease was lost. */
  release(change: Change, lease: Lease<Tx>): Promise<void>;
  /**
   * Called when the handlers ran longer than `handlerTimeoutMs` and may still be running. A transactional engine ends the
   * transaction immediately; a leased engine stops renewing the lease, which then expires. Must not wait for a statement.
   */
  abandon?(change: Change, lease: Lease<Tx>): void;
  /**
   * Returns the state that `claim` would return, without claiming or recording anything. Used by `reconcile`, for which most
   * changes are known. `unhandled` if the change is recorded as unhandled and a receiver with a handler could claim it. Without
   * this method, `reconcile` claims every change, and a dry run releases it immediately.
   */
  peek?: ((change: Change) => Promise<Claim<Tx>["state"] | "unhandled">) | undefined;
  /** The states of many changes, in their order. `reconcile` uses it instead of `peek` to save round trips. */
  peekMany?:
    | ((changes: readonly Change[]) => Promise<(Claim<Tx>["state"] | "unhandled")[]>)
    | undefined;
  /** For health checks. Rejects when the store is unavailable. Undefined for an engine without an external store. */
  ping?: (() => Promise<void>) | undefined;
  /**
   * Whether the records survive a restart. `reconcile` rejects an inbox that is not durable, because it would apply every
   * transaction again. Defaults to `true`.
   */
  durable?: boolean | undefined;
  /** Stores the watermark of `reconcile`. Without it, `reconcile` requires `from`. */
  checkpoints?: InboxCheckpoints | undefined;
  /** The accounts of the inbox. Without it, accounts cannot be renamed. */
  accounts?: AccountStore | undefined;
  /**
   * Stores verified deliveries that are not a transaction according to the contract. Without it they are stored in memory, get a
   * 503, and are lost if the process restarts after the gateway's last retry.
   */
  unreadable?: UnreadableStore | undefined;
}
