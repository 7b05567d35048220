import type { Operation } from "../protocol/contract/contract.js";
import type { Writable } from "../protocol/telemetry/trace-message.js";
import type { IntentSlot } from "./call-journal.js";
import type { CallMessage } from "./client-messages.js";

/** One call with checked arguments. */
export interface Call {
  operation: Operation;
  /** Set if a journal records the call. */
  slot?: IntentSlot | undefined;
  /** The merchant's id of the transaction, if the call has one. */
  tracking_id?: string | undefined;
  /** The gateway's id of the transaction, if the caller passed it. */
  transaction_id?: string | undefined;
  /** By the library's names. */
  fields: Readonly<Record<string, unknown>>;
  /** Field values that must not appear in any error. */
  secrets?: readonly string[] | undefined;
  /** The caller's signal. */
  signal?: AbortSignal | undefined;
  /** Time limit of the whole call, in milliseconds. */
  timeoutMs: number;
  /** The caller's metadata as JSON, for the journal. Never sent. */
  metadata?: string | undefined;
  /** Called immediately before each attempt. If it throws a `NotSentError`, the call ends with its reason. */
  beforeSending?: (() => void) | undefined;
  /** Counts the requests of the call, if something observes it. */
  message?: Writable<CallMessage> | undefined;
}

/** A successful response of the gateway. */
export interface SuccessResponse {
  status: number;
  /** In the library's names. Undefined if the body is empty, or the contract's `response.at` is not in it. */
  body: unknown;
  /** The body in the gateway's names with the request's secrets redacted, for errors. */
  show: () => unknown;
}

/** The request was sent, or may have been, and no response arrived. Internal: `postOnce` turns it into an `OutcomeUnknownError`. */
export class NoResponseError extends Error {
  readonly aborted: boolean;

  constructor(reason: string, aborted = false) {
    super(reason);
    this.name = "NoResponseError";
    this.aborted = aborted;
  }
}

/** An attempt was prevented before its first byte was sent. Internal: the call throws `reason`. */
export class NotSentError extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super("not sent");
    this.name = "NotSentError";
    this.reason = reason;
  }
}
