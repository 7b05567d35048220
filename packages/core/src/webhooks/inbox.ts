import type { StatusRank } from "../protocol/transaction.js";
import type { AccountMethods, AccountStore } from "./account-store.js";
import type { UnreadableStore } from "./unreadable-store.js";

/** One change of one transaction, as an inbox keeps it. */
export interface Change {
  /** The merchant account that it belongs to; `"default"` for the unnamed one. */
  account: string;
  /** Identity of the change: account, transaction type, id and status. */
  key: string;
  /** Identity of the transaction: account, type and id. At most one change of a transaction is in progress at a time. */
  transactionKey: string;
  /** The status that the change brings. */
  status: string;
  /** The status' rank; see `statusRank`. */
  rank: StatusRank;
  /** Whether the receiver has a handler for it. Without one, it is recorded as unhandled. */
  isHandled: boolean;
  /**
   * The verified content as JSON, its keys in order: another one under the same key is a conflict. Written when it is
   * read, and not copied by a spread.
   */
  content: string;
}

/** A handle of the transaction for one handler. */
export interface HandlerScope<Tx> {
  tx: Tx;
  /**
   * Ends the handle: whatever is run through it from now on is refused.
   *
   * @throws Error naming the mistake, when the handler returned before its statements or its own transaction had ended
   */
  close(): void;
}

/** The right to apply a change, for a while. */
export interface Lease<Tx> {
  /** Grows with every claim of the inbox: a store that remembers the highest it saw can refuse a holder from the past. */
  fencingToken: number;
  /** The final status that was applied before, where this change brings another final one. */
  contradicts: string | undefined;
  /** The transaction that the record will commit in; undefined on an engine that has none. Dead once the lease ends. */
  tx: Tx;
  /** Opens a handle of the transaction for one handler. An engine without transactions has none. */
  scope?: (() => HandlerScope<Tx>) | undefined;
}

/** What an inbox says of a change. */
export type Claim<Tx> =
  | { state: "new"; lease: Lease<Tx> }
  /** A change of this transaction is being applied right now. */
  | { state: "in-progress" }
  /** Recorded before, with the same content. */
  | { state: "duplicate" }
  /** `pending`, when a final status is recorded. */
  | { state: "stale" }
  /** Recorded before, with other content. The inbox has taken note of it. */
  | { state: "conflict" };

/** What an inbox reports of a claim after it was given. */
export interface ClaimHooks {
  /** Called when a statement on `tx` was refused because its handler had returned. Not awaited; an error of it is logged. */
  onLateStatement?: ((error: Error) => unknown) | undefined;
}

/** Small values that outlive a restart, such as how far the reconciler has come. They do not expire. */
export interface InboxCheckpoints {
  /** The value last written under a name; undefined when none was. */
  read(name: string): Promise<string | undefined>;
  /** Writes a value over the one before, durably: the last writer wins. */
  write(name: string, value: string): Promise<void>;
}

/**
 * Remembers which changes were applied, so that each is applied once. Two kinds of engine fit: a transactional one holds
 * a database transaction from `claim` on, commits it in `complete` and rolls it back in `release`; a leased one records
 * the lease at once, renews it while the process lives, and `complete` and `release` compare the fence before they write.
 *
 * Rules that every engine keeps (the conformance suite checks them): records do not expire; a change of a
 * transaction of which another is in progress is in progress; unknown statuses are neither stale nor contradict; a change
 * recorded as unhandled is a duplicate to a receiver without a handler and new to one that has a handler.
 * Any method rejects when the store cannot be reached: the delivery then gets a 503 and the gateway retries it.
 */
export interface Inbox<Tx = undefined> extends Partial<AccountMethods> {
  /** Asks for the right to apply a change. Never waits for another holder. An inbox that wraps another passes `hooks` on. */
  claim(change: Change, hooks?: ClaimHooks): Promise<Claim<Tx>>;
  /**
   * Records the change: as applied or, where it `isHandled` by no handler, as unhandled. False when the lease was lost
   * meanwhile: nothing is recorded then.
   *
   * @throws EffectFailedError when what the handlers wrote cannot be committed
   */
  complete(change: Change, lease: Lease<Tx>): Promise<boolean>;
  /** Gives the right back, nothing recorded: the next delivery may claim it. Does nothing when the lease was lost. */
  release(change: Change, lease: Lease<Tx>): Promise<void>;
  /**
   * Called when the handlers ran longer than `handlerTimeoutMs` and may still be running. A transactional engine ends the
   * transaction at once; a leased one stops renewing the lease, which then runs out. Must not wait for a statement.
   */
  abandon?(change: Change, lease: Lease<Tx>): void;
  /**
   * Says what `claim` would say, and neither claims nor takes note of anything: for the reconciler, which finds most of what
   * it asks about known. `unhandled` where the change is recorded as unhandled and a receiver with a handler would be let
   * through. Where an engine has none it claims, and a dry run releases at once.
   */
  peek?: ((change: Change) => Promise<Claim<Tx>["state"] | "unhandled">) | undefined;
  /** Rejects when the store cannot be reached: for health checks. An engine without a store to reach has none. */
  ping?: (() => Promise<void>) | undefined;
  /**
   * Whether the records outlive the process. `reconcile` refuses an inbox that is not durable, because it would apply every
   * transaction again. Defaults to `true`.
   */
  durable?: boolean | undefined;
  /** Where the reconciler keeps its watermark. An engine without them is reconciled by given ranges only. */
  checkpoints?: InboxCheckpoints | undefined;
  /** The accounts that the inbox knows. Without it, accounts cannot be renamed. */
  accounts?: AccountStore | undefined;
  /**
   * Keeps rightly signed deliveries that are no transaction by the contract. Without it they are kept in memory, get a
   * 503, and are lost if the process restarts after the gateway's last retry.
   */
  unreadable?: UnreadableStore | undefined;
}
