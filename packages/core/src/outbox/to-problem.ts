import { isRequestRejectedError } from "../client/errors.js";
import { isNumipayError } from "../protocol/errors.js";
import { toPrintable } from "../protocol/printable.js";
import type { IntentProblem } from "./journal.js";

const longestMessage = 500;

/** Describes why the gateway created nothing. Without the body of its response, which may name the customer. */
export function toProblem(error: unknown): IntentProblem {
  if (isRequestRejectedError(error)) {
    const { code, operation, status } = error;
    const message = `${operation} was rejected by the gateway with ${status}.`;
    return { code, httpStatus: status, message };
  }
  if (isNumipayError(error)) {
    return { code: error.code, message: toPrintable(error.message, longestMessage) };
  }
  // The reason of the caller's signal may be any text.
  return { code: "aborted", message: "The caller aborted the call before it was sent." };
}
