import type { StatusRank } from "../protocol/transaction.js";

/** One change of one transaction, as an inbox keeps it. */
export interface Change {
  /** Identity of the change: transaction type, id and status. */
  key: string;
  /** Identity of the transaction: type and id. At most one change of a transaction is in progress at a time. */
  transactionKey: string;
  /** The status that the change brings. */
  status: string;
  /** The status' rank; see `statusRank`. */
  rank: StatusRank;
  /**
   * The verified content as JSON, its keys in order: another one under the same key is a conflict. Written when it is
   * read, and not copied by a spread.
   */
  content: string;
}

/** The right to apply a change, for a while. */
export interface Lease<Tx> {
  /** Grows with every claim of the inbox: a store that remembers the highest it saw can refuse a holder from the past. */
  fence: number;
  /** The final status recorded before, where this change brings another final one. */
  contradicts: string | undefined;
  /** The transaction that the record will commit in; undefined on an engine that has none. */
  tx: Tx;
}

/** What an inbox says of a change. */
export type Claim<Tx> =
  | { state: "new"; lease: Lease<Tx> }
  /** Somebody holds a change of this transaction right now. */
  | { state: "in-progress" }
  /** Recorded before, with the same content. */
  | { state: "duplicate" }
  /** `pending`, when a final status is recorded. */
  | { state: "stale" }
  /** Recorded before, with other content. The inbox has taken note of it. */
  | { state: "conflict" };

/** Small values that outlive a restart, such as how far the reconciler has come. They do not expire. */
export interface InboxMarks {
  /** The value last written under a name; undefined when none was. */
  read(name: string): Promise<string | undefined>;
  /** Writes a value over the one before, durably: the last writer wins. */
  write(name: string, value: string): Promise<void>;
}

/**
 * Remembers which changes were applied, so that each is applied once. Two kinds of engine fit: a transactional one holds
 * a database transaction from `claim` on, commits it in `complete` and rolls it back in `release`; a leased one records
 * the lease at once, and `complete` and `release` compare the fence before they write.
 *
 * Rules that every engine keeps (the conformance suite holds it to them): records do not expire; a change of a
 * transaction of which another is in progress is in progress; unknown statuses are neither stale nor contradict.
 * Any method rejects when the store cannot be reached: the delivery is then answered 503 and comes again.
 */
export interface Inbox<Tx = undefined> {
  /** Asks for the right to apply a change. Answers at once: it never waits for another holder. */
  claim(change: Change): Promise<Claim<Tx>>;
  /** Records the change as applied. False when the lease was lost meanwhile: nothing is recorded then. */
  complete(change: Change, lease: Lease<Tx>): Promise<boolean>;
  /** Gives the right back, nothing recorded: the next delivery may claim it. Does nothing when the lease was lost. */
  release(change: Change, lease: Lease<Tx>): Promise<void>;
  /**
   * Says what `claim` would say, and neither claims nor takes note of anything: for the reconciler, which finds most of what
   * it asks about known. Where an engine has none it claims, and a dry run releases at once.
   */
  look?: ((change: Change) => Promise<Claim<Tx>["state"]>) | undefined;
  /** Rejects when the store cannot be reached: for health checks. An engine without a store to reach has none. */
  ping?: (() => Promise<void>) | undefined;
  /**
   * True where the records end with the process: `reconcile` would find everything new and apply it again, so it refuses.
   * An engine that says nothing is taken to remember.
   */
  forgets?: boolean | undefined;
  /** Where the reconciler keeps its watermark. An engine without them is reconciled by given ranges only. */
  marks?: InboxMarks | undefined;
}
