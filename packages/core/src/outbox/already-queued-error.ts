import { isNumipayError, NumipayError } from "../protocol/errors.js";
import { toPrintable } from "../protocol/printable.js";

/**
 * The `tracking_id` was used by an earlier call, queued or sent, so this one was not queued. Roll back the transaction: what it wrote,
 * such as a debit, belongs to this call.
 */
export class AlreadyQueuedError extends NumipayError {
  /** The operation, such as `payouts.request`. */
  readonly operation: string;
  /** The merchant's id of the transaction. */
  readonly tracking_id: string;

  constructor({ operation, tracking_id }: { operation: string; tracking_id: string }) {
    super(
      "already_queued",
      `${operation} for ${toPrintable(tracking_id, 255)} was not queued: an earlier call has this tracking_id. Roll back your ` +
        "transaction. Use a new tracking_id for another payment.",
    );
    this.operation = operation;
    this.tracking_id = tracking_id;
  }
}

/** True when a call was not queued, because its `tracking_id` was used before. */
export function isAlreadyQueuedError(error: unknown): error is AlreadyQueuedError {
  return isNumipayError(error) && error.code === "already_queued";
}
