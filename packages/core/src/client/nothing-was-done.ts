import { isInvalidArgumentError } from "../protocol/errors.js";
import {
  isConnectionError,
  isOutcomeUnknownError,
  isRequestRejectedError,
  isUnclearRejection,
} from "./errors.js";

/**
 * True if a call that moves money failed and this attempt did nothing: an invalid argument, no connection, or a 4xx other than
 * 408, 409 and 499 (assumed, not documented). Release a reservation for the payment only then. After any other error, including
 * errors that are not from this library, the outcome is unknown. A journal that is unavailable cannot rule out an earlier call.
 *
 * It does not cover earlier attempts with the same `tracking_id`: if one had an unknown outcome, call `transactions.status`.
 *
 * @example
 * if (nothingWasDone(error)) await releaseBooking(order);
 */
export function nothingWasDone(error: unknown): boolean {
  // `transactions.resolve` rejects the error of a call without a tracking_id; the outcome of that call is still unknown.
  if (isInvalidArgumentError(error)) return !isOutcomeUnknownError(error.cause);
  // A failed read proves nothing about a payment that was sent before it.
  if (isConnectionError(error)) return error.movesMoney;
  return isRequestRejectedError(error) && !isUnclearRejection(error) && error.movesMoney;
}
