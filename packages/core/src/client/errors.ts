import { NumipayError, isNumipayError } from "../protocol/errors.js";
import { operations } from "../protocol/contract.generated.js";
import { toPrintable } from "../protocol/printable.js";
import { adviceFor, type LastKnownStatus } from "./advice.js";
import { contractHint } from "./contract-hint.js";
import { quote } from "./quote.js";

/** The gateway's response, with the secrets of the request redacted. */
interface ResponseDetails {
  /** The operation, such as `hostedCheckout`. */
  operation: string;
  /** The HTTP status. */
  status: number;
  /** The response body: parsed if it is JSON, otherwise its text. Beyond 65,536 characters it is truncated text. */
  body: unknown;
  /** The gateway's id of the request, from the header `x-request-id` or `x-correlation-id` (assumed); undefined without one. */
  requestId?: string | undefined;
}

/** A 4xx after which the call may have been carried out: a timeout (408, 499), or a conflict with what exists (409). */
const unclearRejections = new Set([408, 409, 499]);

/**
 * The gateway rejected the request (4xx): fix the request or the account, then send it again. That a 4xx means nothing was
 * done is assumed (not documented), and only of this attempt: after an earlier attempt with the same `tracking_id` that had
 * an unknown outcome, call `transactions.status`. It is not assumed of 408, 409 and 499: a call that moves money then throws
 * an `OutcomeUnknownError`.
 */
export class RequestRejectedError extends NumipayError implements ResponseDetails {
  readonly operation: string;
  readonly status: number;
  readonly body: unknown;
  /** The gateway's id of the request, from the header `x-request-id` or `x-correlation-id` (assumed); undefined without one. */
  readonly requestId: string | undefined;
  /** The response's `Retry-After` in milliseconds, at most `2147483647`; undefined without one. */
  readonly retryAfterMs: number | undefined;
  /** Whether the call moves money. */
  readonly movesMoney: boolean;

  constructor(
    details: ResponseDetails & {
      retryAfterMs?: number | undefined;
      movesMoney?: boolean | undefined;
    },
  ) {
    super(
      "request_rejected",
      `${details.operation} was rejected by the gateway with ${details.status}${quote(details.body)}. ` +
        (unclearRejections.has(details.status)
          ? "This status does not show whether the call was carried out, now or earlier."
          : `This attempt did nothing (assumed). Fix the request or the account, then send it again.${contractHint(details)}`),
    );
    this.operation = details.operation;
    this.status = details.status;
    this.body = details.body;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
    this.movesMoney = details.movesMoney ?? isKnownToMoveMoney(details.operation);
  }
}

/** The gateway failed (5xx). Send `report` to its support. */
export class GatewayFaultError extends NumipayError implements ResponseDetails {
  readonly operation: string;
  readonly status: number;
  readonly body: unknown;
  /** The gateway's id of the request, from the header `x-request-id` or `x-correlation-id` (assumed); undefined without one. */
  readonly requestId: string | undefined;
  /** What the gateway's support needs: the call, the time and the response. Never contains a secret. */
  readonly report: string;

  constructor(details: ResponseDetails & { report: string }) {
    super(
      "gateway_fault",
      `${details.operation} failed with a gateway error (${details.status})${quote(details.body)}. ` +
        `Send this report to the gateway's support:\n${details.report}`,
    );
    this.operation = details.operation;
    this.status = details.status;
    this.body = details.body;
    this.requestId = details.requestId;
    this.report = details.report;
  }
}

/** The client could not connect, or the connection broke during a call that changes nothing. */
export class ConnectionError extends NumipayError {
  readonly operation: string;
  /** The system's error code, such as `ECONNREFUSED`. */
  readonly reason: string;
  /** Whether the call moves money. */
  readonly movesMoney: boolean;

  constructor(
    operation: string,
    reason: string,
    movesMoney: boolean = isKnownToMoveMoney(operation),
    hint = "Check baseUrl and the network.",
  ) {
    super(
      "connection_failed",
      `${operation} could not reach the gateway (${reason}). Nothing was done. ${hint}`,
    );
    this.operation = operation;
    this.reason = reason;
    this.movesMoney = movesMoney;
  }
}

/** A call took longer than `timeoutMs` and changed nothing. A call that moves money throws it only if it was not sent. */
export class TimeoutError extends NumipayError {
  readonly operation: string;

  constructor(operation: string, timeoutMs: number, hint?: string) {
    super(
      "timeout",
      `${operation} timed out after ${timeoutMs} ms. Retry it, or increase timeoutMs.${hint === undefined ? "" : ` ${hint}`}`,
    );
    this.operation = operation;
  }
}

/**
 * The gateway responded with a redirect. It is never followed, because the API key and card data would be sent to the new
 * address. A call that moves money throws an `OutcomeUnknownError` with this error as its `cause`.
 */
export class RedirectRefusedError extends NumipayError {
  readonly operation: string;
  readonly status: number;

  constructor(operation: string, status: number, target: string, mayBeCustomerPage = false) {
    const hint = mayBeCustomerPage
      ? ` If this is how the gateway sends the customer to a page, set contract.operations.${operation}.response.redirect.`
      : "";
    super(
      "redirect_refused",
      `${operation} was redirected (${status}) to ${toPrintable(target, 300)}. The redirect was not followed, because the ` +
        `API key would go with it. Ask Numipay for the right base URL; never take it from a redirect.${hint}`,
    );
    this.operation = operation;
    this.status = status;
  }
}

/**
 * A success response does not match the contract, or a response of any status is longer than `maxResponseBytes` (`body` is
 * then undefined).
 */
export class UnexpectedResponseError extends NumipayError implements ResponseDetails {
  readonly operation: string;
  readonly status: number;
  readonly body: unknown;

  constructor(details: ResponseDetails, problem: string) {
    super(
      "unexpected_response",
      `${details.operation} received a ${details.status} response, but ${problem}.`,
    );
    this.operation = details.operation;
    this.status = details.status;
    this.body = details.body;
  }
}

/** A call that moves money may or may not have been carried out. It was not sent again. */
export class OutcomeUnknownError extends NumipayError {
  readonly operation: string;
  /** The merchant's id of the transaction, if the call had one. */
  readonly tracking_id: string | undefined;
  /** The result of the status check that followed. */
  readonly lastKnownStatus: LastKnownStatus;
  /** What to do now. */
  readonly advice: string;

  constructor(details: {
    operation: string;
    tracking_id: string | undefined;
    lastKnownStatus: LastKnownStatus;
    cause: unknown;
    /** Defaults to what `lastKnownStatus` calls for. */
    advice?: string | undefined;
  }) {
    const { operation, tracking_id, lastKnownStatus, cause } = details;
    const { advice = adviceFor(operation, lastKnownStatus) } = details;
    const named = tracking_id === undefined ? "" : ` for ${toPrintable(tracking_id, 255)}`;
    super(
      "outcome_unknown",
      `The outcome of ${operation}${named} is unknown (${reasonOf(cause)}). ${advice}`,
      { cause },
    );
    this.operation = operation;
    this.tracking_id = tracking_id;
    this.lastKnownStatus = lastKnownStatus;
    this.advice = advice;
  }
}

function isKnownToMoveMoney(operation: string): boolean {
  return Object.entries(operations).some(
    ([id, { method }]) => id === operation && method === "POST",
  );
}

/** True for a 4xx that does not show whether the call was carried out. */
export function isUnclearRejection(error: unknown): boolean {
  return isRequestRejectedError(error) && unclearRejections.has(error.status);
}

/** True when the gateway rejected the request (4xx). */
export function isRequestRejectedError(error: unknown): error is RequestRejectedError {
  return isNumipayError(error) && error.code === "request_rejected";
}

/** True when the gateway failed (5xx) during a call that changes nothing. */
export function isGatewayFaultError(error: unknown): error is GatewayFaultError {
  return isNumipayError(error) && error.code === "gateway_fault";
}

/** True when the gateway could not be reached. */
export function isConnectionError(error: unknown): error is ConnectionError {
  return isNumipayError(error) && error.code === "connection_failed";
}

/** True when a call timed out that changes nothing, or was not sent. */
export function isTimeoutError(error: unknown): error is TimeoutError {
  return isNumipayError(error) && error.code === "timeout";
}

/** True when a call that changes nothing was redirected. */
export function isRedirectRefusedError(error: unknown): error is RedirectRefusedError {
  return isNumipayError(error) && error.code === "redirect_refused";
}

/** True when a response does not match the contract. */
export function isUnexpectedResponseError(error: unknown): error is UnexpectedResponseError {
  return isNumipayError(error) && error.code === "unexpected_response";
}

/** True when a call that moves money may or may not have been carried out. */
export function isOutcomeUnknownError(error: unknown): error is OutcomeUnknownError {
  return isNumipayError(error) && error.code === "outcome_unknown";
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : "no response";
}
