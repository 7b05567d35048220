import type { IntentSlot } from "../client/call-journal.js";

/** Identity of an intent. There is one record per identity, which never expires. */
export interface IntentKey {
  /** The merchant account; `"default"` for the default account. */
  account: string;
  /** `transaction` for a payment or payout request, `decision` for the approval or rejection of a payout. */
  slot: IntentSlot;
  /** The merchant's id of the transaction. 1 to 255 characters. */
  tracking_id: string;
}

/** A call that moves money, as it is recorded before it is sent. */
export interface Intent extends IntentKey {
  /** The operation, such as `requestPayout`. */
  operation: string;
  /** Identifies the API key of the digests. Digests of different keys cannot be compared. */
  keyId: string;
  /** A keyed digest of each field of the request, without card fields. */
  digests: Readonly<Record<string, string>>;
  /** The caller's metadata as JSON. Not part of the content. */
  metadata: string | undefined;
}

/**
 * The state of a recorded call. `queued`: it waits in the outbox and was not sent. `sending`: it may be under way. `confirmed`: the
 * transaction exists, or the payout is decided. `refused`: the gateway certainly created nothing. `unknown`: it may have been carried
 * out.
 */
export type IntentState = "queued" | "sending" | "confirmed" | "refused" | "unknown";

/** A recorded intent. */
export interface RecordedIntent extends Intent {
  state: IntentState;
  /** When the first attempt was recorded; after a refusal, when the next one was. In ISO format. */
  recordedAt: string;
  /** The response as JSON; of a refused intent, its `IntentProblem` as JSON. Undefined if it is not stored. */
  response: string | undefined;
  /** When the response must no longer be returned, in ISO format. An engine may delete the response then, never the record. */
  responseExpiresAt: string | undefined;
  /** How many claims were granted since `recordedAt`. */
  attempts: number;
  /** The request as JSON. Only of an intent of the outbox, until its end is reported. */
  request: string | undefined;
  /**
   * Only of an intent of the outbox: when its latest `new` claim was granted, in ISO format. Undefined before the first one.
   * The grace period of recovery begins then, because an intent can be sent long after it was queued.
   */
  attemptedAt?: string | undefined;
  /** Only of an intent of the outbox: how often it could not be sent or reported since it was queued. Undefined means 0. */
  failures?: number | undefined;
}

/** The temporary right to send an intent, or to find out about it. */
export interface IntentLease {
  /** Increases with every claim of the intent. */
  fencingToken: number;
}

/** The result of claiming an intent. */
export type IntentClaim =
  /** Recorded as `sending`. No earlier attempt can have reached the gateway. `recorded` is set if the intent was queued. */
  | { state: "new"; lease: IntentLease; recorded?: RecordedIntent | undefined }
  /** `unknown`, or `sending` with an expired lease: an earlier attempt may have reached the gateway. Do not send. */
  | { state: "unclear"; lease: IntentLease; recorded: RecordedIntent }
  /** Another call holds the lease. */
  | { state: "in-progress"; recorded: RecordedIntent }
  /** The transaction exists, or the payout is decided. */
  | { state: "confirmed"; recorded: RecordedIntent };

/** Why the gateway created nothing. */
export interface IntentProblem {
  /** The code of the error, such as `request_rejected`. */
  code: string;
  /** The HTTP status, if the gateway responded. */
  httpStatus?: number | undefined;
  /** The error's message, without secrets. */
  message: string;
}

/** How an attempt ended. */
export interface IntentResult {
  state: Exclude<IntentState, "sending">;
  /** The response as JSON, to be returned to later calls; of a refused intent, its `IntentProblem` as JSON. */
  response?: string | undefined;
  responseExpiresAt?: string | undefined;
  /** For `queued`: how long until the outbox sends it, in milliseconds by the clock of the store. Defaults to `0`. */
  retryInMs?: number | undefined;
}

/**
 * Stores intents: the port that an engine implements. Every method rejects when the store is unavailable.
 *
 * Engines follow these rules, which the conformance suite checks: a claim is granted to one caller at a time, and is durable when
 * it resolves. A claim of a `refused` intent is `new` and replaces the record, except for its request: an outbox may still have to
 * report the refusal. A claim of an `unknown` one is `unclear` and keeps the content of the record. A claim of a `queued` one is `new`,
 * keeps the content of the record and returns it. While a claim is held the
 * state is `sending`; when its lease expires, the next claim is `unclear`. Records are never deleted.
 */
export interface JournalStore {
  /** Whether the records survive a restart. Defaults to `true`. */
  readonly durable?: boolean | undefined;
  /**
   * Claims an intent, and records it before it resolves. Never waits for another holder.
   *
   * @param leaseMs how long the claim is held if it is not completed, in milliseconds by the clock of the store
   */
  claim(intent: Intent, leaseMs: number): Promise<IntentClaim>;
  /** Records how an attempt ended. Resolves to false and records nothing if the claim was completed, or another one granted. */
  complete(key: IntentKey, lease: IntentLease, result: IntentResult): Promise<boolean>;
  /** Returns the record, or undefined without one. */
  read(key: IntentKey): Promise<RecordedIntent | undefined>;
  /**
   * Lists the intents of an account that are `unknown`, or `sending` with an expired lease, in a stable order: a page of at most 100
   * that follow `after`. An empty page is the end.
   */
  unresolved(account: string, after?: RecordedIntent): Promise<RecordedIntent[]>;
}
