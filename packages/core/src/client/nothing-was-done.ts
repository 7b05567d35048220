import { isInvalidArgumentError } from "../protocol/errors.js";
import {
  isConnectionError,
  isOutcomeUnknownError,
  isRequestRejectedError,
  isUnclearRejection,
} from "./errors.js";

/**
 * True when an error of a call that moves money says that this attempt did nothing: a wrong argument, no connection, or
 * a 4xx (assumed, not documented) other than 408, 409 and 499. Release what was held for the payment on these alone.
 * Every other error, one that is not of this library included, leaves the outcome unknown.
 *
 * It says nothing of an earlier attempt with the same `tracking_id`: where one was unclear, ask the status.
 *
 * @example
 * if (nothingWasDone(error)) await releaseBooking(order);
 */
export function nothingWasDone(error: unknown): boolean {
  // `settle` refuses the error of a call that named no tracking_id, and the outcome of that call is still unknown.
  if (isInvalidArgumentError(error)) return !isOutcomeUnknownError(error.cause);
  // A call that only looks says nothing of a payment that was sent before it.
  if (isConnectionError(error)) return error.movesMoney;
  return isRequestRejectedError(error) && !isUnclearRejection(error) && error.movesMoney;
}
