import type { HttpMethod } from "../protocol/contract/override.js";
import type { TraceMessage } from "../protocol/telemetry/trace-message.js";

/** The address of the gateway. */
export interface ServerAddress {
  /** The host name or IP address of the base URL. */
  readonly serverAddress: string;
  /** The port, also if it is the default one of the scheme. */
  readonly serverPort: number;
}

/** One call of a method of the client, with its journal, retries and status check. Not published if an argument is invalid. */
export interface CallMessage extends TraceMessage, ServerAddress {
  /** The method: `"payouts.request"`. For `numipay.request` it is `"request"`. */
  readonly operation: string;
  /** The operation of the contract: `"requestPayout"`. */
  readonly operationId: string;
  /** Whether the call moves money. */
  readonly movesMoney: boolean;
  /** The merchant's id of the transaction; undefined if the call has none. */
  readonly tracking_id: string | undefined;
  /** The gateway's id; undefined if the call has none. */
  readonly transaction_id: string | undefined;
  /** At the end: how many requests were sent, status checks included. `0` if the journal returned a recorded response. */
  readonly attempts: number;
  /** At the end: how the call ended. */
  readonly outcome: CallOutcome | undefined;
  /** At the end: the code of the error; undefined if there is none, or it is not one of this library. */
  readonly errorCode: string | undefined;
}

/**
 * How a call ended. `recorded`: the journal returned it, nothing was sent. `refused`: it failed and did nothing, see `nothingWasDone`.
 * `unknown`: it threw an `OutcomeUnknownError`. `failed`: it threw another error.
 */
export type CallOutcome = "succeeded" | "recorded" | "refused" | "unknown" | "failed";

/** What is known of a request before it is sent. */
export interface AttemptStart extends ServerAddress {
  /** The operation of the contract, such as `"requestPayout"`. */
  readonly operationId: string;
  /** The HTTP method. */
  readonly method: HttpMethod;
  /** The template of the path, such as `"/api/v1/payment/{tracking_id}/status"`. Never with values. */
  readonly path: string;
  /** The number of this request among those of its operation in this call, from 1. */
  readonly attempt: number;
  /** The merchant's id of the transaction; undefined if the call has none. */
  readonly tracking_id: string | undefined;
}

/** How a request ended. */
export interface AttemptEnd {
  /** The HTTP status; undefined without a response. */
  readonly status: number | undefined;
  /** The gateway's id of the request, from the header `x-request-id` or `x-correlation-id` (assumed); undefined without one. */
  readonly requestId: string | undefined;
  /**
   * Why it failed: the status as text from 400 on, `"timeout"`, `"aborted"`, or what the system reports, such as `"ECONNREFUSED"`.
   * Undefined if it did not.
   */
  readonly errorType: string | undefined;
}

/** The argument of `onRequest`. */
export interface RequestReport extends AttemptStart {}

/** The argument of `onResponse`. */
export interface ResponseReport extends AttemptStart, AttemptEnd {
  /** Milliseconds from before the request to the end of the response, or to its failure. */
  readonly durationMs: number;
}

/** One HTTP request. Its result is known at the end. */
export interface AttemptMessage extends TraceMessage, AttemptStart, AttemptEnd {}
