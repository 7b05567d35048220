import type { LastKnownStatus } from "./advice.js";

/** What a record of a call is about: a new transaction, or the decision on a payout. A `tracking_id` has one of each. */
export type IntentSlot = "transaction" | "decision";

/** A checked call that moves money, before it is sent. */
export interface MoneyCall {
  /** The operation, such as `requestPayout`. */
  operation: string;
  /** What its record is about. */
  slot: IntentSlot;
  /** The merchant's id of the transaction, if the call has one. */
  tracking_id?: string | undefined;
  /** The request by the library's names. May include card data: never store it. */
  fields: Readonly<Record<string, unknown>>;
  /** The names of the fields that the contract defines. */
  knownFields: readonly string[];
  /** The caller's metadata as JSON. */
  metadata?: string | undefined;
  /** The API key, to compute digests with. Never store it. */
  apiKey: string;
  /** The caller's signal. */
  signal?: AbortSignal | undefined;
  /** Time limit of the whole call, in milliseconds. */
  timeoutMs: number;
}

/** What a journal can do with a call. */
export interface CallActions<Result> {
  /**
   * Sends the call once. Attempts that certainly sent nothing are repeated.
   *
   * @param beforeSending called immediately before each attempt. If it throws a `NotSentError`, `send` rejects with its reason
   */
  send(timeoutMs: number, beforeSending?: () => void): Promise<Result>;
  /** Asks the gateway for the transaction by `tracking_id`. Never rejects. */
  checkStatus(timeoutMs: number): Promise<LastKnownStatus>;
  /** True if the value contains the API key or a card number or CVV of the request, in any encoding. */
  hasSecret(value: unknown): boolean;
}

/** Records each call that moves money. Create one with `createJournal` or the function of an engine, such as `memoryJournal`. */
export interface CallJournal {
  /** Carries the call out, or returns what was recorded for it. */
  run<Result>(call: MoneyCall, actions: CallActions<Result>): Promise<Result>;
}
