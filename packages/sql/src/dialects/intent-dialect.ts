import type {
  Intent,
  IntentKey,
  IntentLease,
  IntentResult,
  IntentState,
  QueuedIntent,
  RecordedIntent,
} from "@numipay/core";
import type { Query } from "./dialect.js";

/** The result of trying to claim an intent. */
export interface ClaimedIntent {
  isGranted: boolean;
  /** The record after the claim. */
  recorded: RecordedIntent;
  /** How many claims were granted since the record exists. */
  fencingToken: number;
  /** The state that a granted claim replaced. Undefined if there was no record. */
  claimedFrom: IntentState | undefined;
}

/** The SQL of a journal and an outbox in one database, bound to the names of the tables. Times are by the database's clock. */
export interface IntentDialect {
  /** Claims an intent, or reads why it is not free. */
  claim(intent: Intent, leaseMs: number): Query<ClaimedIntent>;
  /** Records how an attempt ended. Reads whether the lease was held. */
  complete(key: IntentKey, lease: IntentLease, result: IntentResult): Query<boolean>;
  read(key: IntentKey): Query<RecordedIntent | undefined>;
  /** Reads a page of the intents whose outcome is open and that no call is working on. */
  unresolved(account: string, after: RecordedIntent | undefined): Query<RecordedIntent[]>;
  /** Locks and reads the intents that are due. Skips those that another worker has locked. */
  due(account: string, limit: number): Query<RecordedIntent[]>;
  /** Postpones intents that `due` has locked. */
  postpone(account: string, intents: readonly IntentKey[], visibilityMs: number): readonly string[];
  /** Makes intents that were postponed due again, unless they were claimed or reported since. */
  release(account: string, taken: readonly RecordedIntent[]): readonly string[];
  /** Postpones an intent that failed, unless it was claimed or reported since. Reads whether it was not. */
  defer(taken: RecordedIntent, retryInMs: number): Query<boolean>;
  /** Records that a state was reported. Reads whether it is the current one. */
  settle(key: IntentKey, state: IntentState, retryInMs: number): Query<boolean>;

  /** Records an intent as queued, unless it has a record or no transaction is open. Writes 1 row or none. */
  enqueue(intent: QueuedIntent): string;
  /** Records a mark, unless it exists or no transaction is open. Writes 1 row or none. */
  markOnce(key: IntentKey, name: string): string;
  /** Reads whether a transaction is open. Undefined if the driver knows. */
  readonly findTransaction: Query<boolean> | undefined;

  /** Checks what a claim and a worker need, without writing a row. Reads the problem, or undefined. */
  ping(): Query<string | undefined>;
}
