import { NumipayError, isNumipayError } from "../protocol/errors.js";
import { operations } from "../protocol/contract.generated.js";
import { toPrintable } from "../protocol/printable.js";
import { adviceFor, type LastKnownStatus } from "./advice.js";
import { contractHint } from "./contract-hint.js";

/** What the gateway answered, secrets of the request cut out of it. */
interface AnswerDetails {
  /** Which call, such as `hostedCheckout`. */
  operation: string;
  /** The HTTP status. */
  status: number;
  /** The answer's body: parsed where it is JSON, else its text. One of more than 65,536 characters is a text, and cut. */
  body: unknown;
}

/** A 4xx after which the call may have been carried out: a time limit (408, 499), or what is there already (409). */
const unclearRejections = new Set([408, 409, 499]);

/**
 * The gateway refused the request (4xx): fix the request or the account and send it again. That nothing was done is
 * assumed, not documented, and is assumed of this attempt alone: after an unclear attempt with the same `tracking_id`,
 * ask the status. Of 408, 409 and 499 it is not assumed: a call that moves money then throws an `OutcomeUnknownError`.
 */
export class RequestRejectedError extends NumipayError implements AnswerDetails {
  readonly operation: string;
  readonly status: number;
  readonly body: unknown;
  /** How long the gateway asks to wait (`Retry-After`), in milliseconds, where it says so; at most `2147483647`. */
  readonly retryAfterMs: number | undefined;
  /** Whether the call was one that moves money. */
  readonly movesMoney: boolean;

  constructor(
    details: AnswerDetails & {
      retryAfterMs?: number | undefined;
      movesMoney?: boolean | undefined;
    },
  ) {
    super(
      "request_rejected",
      `${details.operation}: the gateway refused the request with ${details.status}${quote(details.body)}. ` +
        (unclearRejections.has(details.status)
          ? "That does not say whether it was carried out, now or earlier."
          : `Nothing was done by this attempt (assumed). Fix the request or the account and send it again.${contractHint(details)}`),
    );
    this.operation = details.operation;
    this.status = details.status;
    this.body = details.body;
    this.retryAfterMs = details.retryAfterMs;
    this.movesMoney = details.movesMoney ?? isKnownToMoveMoney(details.operation);
  }
}

/** The gateway failed (5xx). Its support wants the report. */
export class GatewayFaultError extends NumipayError implements AnswerDetails {
  readonly operation: string;
  readonly status: number;
  readonly body: unknown;
  /** What to send to the gateway's support: the call, the time, the answer; never a secret. */
  readonly report: string;

  constructor(details: AnswerDetails & { report: string }) {
    super(
      "gateway_fault",
      `${details.operation}: the gateway failed with ${details.status}${quote(details.body)}. ` +
        `Send this to its support:\n${details.report}`,
    );
    this.operation = details.operation;
    this.status = details.status;
    this.body = details.body;
    this.report = details.report;
  }
}

/** No answer came: the connection could not be made, or broke during a call that changes nothing. */
export class ConnectionError extends NumipayError {
  readonly operation: string;
  /** The system's word for it, such as `ECONNREFUSED`. */
  readonly reason: string;
  /** Whether the call was one that moves money. */
  readonly movesMoney: boolean;

  constructor(
    operation: string,
    reason: string,
    movesMoney: boolean = isKnownToMoveMoney(operation),
  ) {
    super(
      "connection_failed",
      `${operation}: no connection to the gateway (${reason}). Nothing was done. Is the baseUrl right, the network up?`,
    );
    this.operation = operation;
    this.reason = reason;
    this.movesMoney = movesMoney;
  }
}

/** The whole call took longer than `timeoutMs`, and it was one that changes nothing. */
export class TimeoutError extends NumipayError {
  readonly operation: string;

  constructor(operation: string, timeoutMs: number) {
    super("timeout", `${operation}: no answer within ${timeoutMs} ms (option timeoutMs).`);
    this.operation = operation;
  }
}

/**
 * The gateway responded with a redirect, which is never followed: the API key and a card would go with it. A call that
 * moves money throws an `OutcomeUnknownError` with it as `cause`.
 */
export class RedirectRefusedError extends NumipayError {
  readonly operation: string;
  readonly status: number;

  constructor(operation: string, status: number, target: string, mayBeAnswer = false) {
    const hint = mayBeAnswer
      ? ` If the gateway sends the customer to a page that way, set contract.operations.${operation}.response.redirect.`
      : "";
    super(
      "redirect_refused",
      `${operation}: refused a redirect (${status}) to ${toPrintable(target, 300)}: the API key would go with it. ` +
        `Ask Numipay for the right base URL; never take it from a redirect.${hint}`,
    );
    this.operation = operation;
    this.status = status;
  }
}

/**
 * The gateway said yes in words that the contract does not know, or its response is longer than `maxResponseBytes`, whatever
 * its status; `body` is undefined then.
 */
export class UnexpectedResponseError extends NumipayError implements AnswerDetails {
  readonly operation: string;
  readonly status: number;
  readonly body: unknown;

  constructor(details: AnswerDetails, problem: string) {
    super(
      "unexpected_response",
      `${details.operation}: answered ${details.status}, but ${problem}.`,
    );
    this.operation = details.operation;
    this.status = details.status;
    this.body = details.body;
  }
}

/** A call that moves money may or may not have been carried out, and was not sent again. */
export class OutcomeUnknownError extends NumipayError {
  readonly operation: string;
  /** The merchant's id of the transaction, where the call named it. */
  readonly tracking_id: string | undefined;
  /** What asking for the status brought. */
  readonly lastKnownStatus: LastKnownStatus;
  /** What to do now. */
  readonly advice: string;

  constructor(details: {
    operation: string;
    tracking_id: string | undefined;
    lastKnownStatus: LastKnownStatus;
    cause: unknown;
  }) {
    const { operation, tracking_id, lastKnownStatus, cause } = details;
    const named = tracking_id === undefined ? "" : ` of ${toPrintable(tracking_id, 255)}`;
    super(
      "outcome_unknown",
      `${operation}: the outcome${named} is unknown (${reasonOf(cause)}). ${adviceFor(operation, lastKnownStatus)}`,
      { cause },
    );
    this.operation = operation;
    this.tracking_id = tracking_id;
    this.lastKnownStatus = lastKnownStatus;
    this.advice = adviceFor(operation, lastKnownStatus);
  }
}

function isKnownToMoveMoney(operation: string): boolean {
  return Object.entries(operations).some(
    ([id, { method }]) => id === operation && method === "POST",
  );
}

/** True for a 4xx that does not say whether the call was carried out. */
export function isUnclearRejection(error: unknown): boolean {
  return isRequestRejectedError(error) && unclearRejections.has(error.status);
}

/** True when the gateway refused the request (4xx). */
export function isRequestRejectedError(error: unknown): error is RequestRejectedError {
  return isNumipayError(error) && error.code === "request_rejected";
}

/** True when the gateway failed (5xx) at a call that changes nothing. */
export function isGatewayFaultError(error: unknown): error is GatewayFaultError {
  return isNumipayError(error) && error.code === "gateway_fault";
}

/** True when no connection could be made. */
export function isConnectionError(error: unknown): error is ConnectionError {
  return isNumipayError(error) && error.code === "connection_failed";
}

/** True when a call that changes nothing took too long. */
export function isTimeoutError(error: unknown): error is TimeoutError {
  return isNumipayError(error) && error.code === "timeout";
}

/** True when a redirect was refused at a call that changes nothing. */
export function isRedirectRefusedError(error: unknown): error is RedirectRefusedError {
  return isNumipayError(error) && error.code === "redirect_refused";
}

/** True when the answer does not fit the contract. */
export function isUnexpectedResponseError(error: unknown): error is UnexpectedResponseError {
  return isNumipayError(error) && error.code === "unexpected_response";
}

/** True when a call that moves money may or may not have been carried out. */
export function isOutcomeUnknownError(error: unknown): error is OutcomeUnknownError {
  return isNumipayError(error) && error.code === "outcome_unknown";
}

const longestQuote = 500;

/** The sentence of an error's body, where there is one: `message` or `error` (neither is documented). */
function quote(body: unknown): string {
  const { message, error } = (typeof body === "object" && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  const sentence = [message, error].find((text) => typeof text === "string");
  return sentence === undefined ? "" : `: "${toPrintable(sentence, longestQuote)}"`;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : "no answer";
}
