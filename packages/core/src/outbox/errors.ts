import type { LastKnownStatus } from "../client/advice.js";
import { isNumipayError, NumipayError } from "../protocol/errors.js";
import { toPrintable } from "../protocol/printable.js";

/** A call of the journal: its operation and the merchant's id of the transaction. */
interface NamedCall {
  operation: string;
  tracking_id: string;
}

const nameOf = ({ operation, tracking_id }: NamedCall): string =>
  `${operation} for ${toPrintable(tracking_id, 255)}`;

/** Another call with this `tracking_id` is in progress, in this or another process. This call was not sent. */
export class InProgressError extends NumipayError {
  readonly operation: string;
  /** The merchant's id of the transaction. */
  readonly tracking_id: string;

  constructor(call: NamedCall) {
    super(
      "in_progress",
      `${nameOf(call)} is in progress. This call was not sent. Retry it later: it returns the result of the other call.`,
    );
    this.operation = call.operation;
    this.tracking_id = call.tracking_id;
  }
}

/**
 * The transaction exists, or the payout is decided, and the response of the earlier call is not stored or has expired. This call was
 * not sent.
 */
export class AlreadySentError extends NumipayError {
  readonly operation: string;
  /** The merchant's id of the transaction. */
  readonly tracking_id: string;
  /** The status of the transaction now, if the gateway returned it. */
  readonly lastKnownStatus: LastKnownStatus;

  constructor(details: NamedCall & { lastKnownStatus: LastKnownStatus }) {
    const { lastKnownStatus: status } = details;
    const shown =
      status.state === "found" ? ` Its status is ${toPrintable(status.transaction_status)}.` : "";
    const isDecision = /^(approve|reject)Payout$/.test(details.operation);
    super(
      "already_sent",
      `${nameOf(details)} was not sent again: ${isDecision ? "the payout is decided" : "the transaction exists"}, but the ` +
        `response of the earlier call is not available.${shown} Use transactions.status or the webhook to follow it.`,
    );
    this.operation = details.operation;
    this.tracking_id = details.tracking_id;
    this.lastKnownStatus = status;
  }
}

/** The `tracking_id` was used for a call with other content. This call was not sent; the earlier one may have been. */
export class RequestMismatchError extends NumipayError {
  readonly operation: string;
  /** The merchant's id of the transaction. */
  readonly tracking_id: string;
  /** The first field that differs, such as `amount`, or `operation` if the earlier call was another operation. */
  readonly field: string;

  constructor(details: NamedCall & { field: string; earlier: string }) {
    const { operation, field, earlier } = details;
    super(
      "request_mismatch",
      `${nameOf(details)} was not sent: an earlier call with this tracking_id has another ` +
        (field === "operation"
          ? `operation, ${toPrintable(earlier)}.`
          : `${toPrintable(field, 255)}. Use a new tracking_id for another ${operation}, or repeat the call unchanged.`),
    );
    this.operation = operation;
    this.tracking_id = details.tracking_id;
    this.field = field;
  }
}

/** The store of the journal is unavailable, so the call was not sent. `cause` is the store's error. */
export class JournalUnavailableError extends NumipayError {
  readonly operation: string;
  /** The merchant's id of the transaction. */
  readonly tracking_id: string;

  constructor(call: NamedCall, cause: unknown) {
    super(
      "journal_unavailable",
      `${nameOf(call)} was not sent, because it could not be recorded in the journal. Retry it when the store is available.`,
      { cause },
    );
    this.operation = call.operation;
    this.tracking_id = call.tracking_id;
  }
}

/** What to do after an unknown outcome of a call that is in the journal. */
export const journalAdvice =
  "The journal does not send it again. Repeat the call later with the SAME tracking_id: it asks the gateway first, and never " +
  "sends a second request.";

/** True when another call with the same `tracking_id` is in progress. */
export function isInProgressError(error: unknown): error is InProgressError {
  return isNumipayError(error) && error.code === "in_progress";
}

/** True when the call was not sent again, and the earlier response is not available. */
export function isAlreadySentError(error: unknown): error is AlreadySentError {
  return isNumipayError(error) && error.code === "already_sent";
}

/** True when the `tracking_id` was used for a call with other content. */
export function isRequestMismatchError(error: unknown): error is RequestMismatchError {
  return isNumipayError(error) && error.code === "request_mismatch";
}

/** True when the store of the journal was unavailable before the call was sent. */
export function isJournalUnavailableError(error: unknown): error is JournalUnavailableError {
  return isNumipayError(error) && error.code === "journal_unavailable";
}
