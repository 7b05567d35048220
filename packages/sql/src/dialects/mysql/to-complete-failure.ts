import { EffectFailedError } from "@numipay/core";
import { toPrintable } from "@numipay/core/protocol";
import { readError, withAdvice } from "./with-advice.js";

/** Error numbers of the guard: no token for NOT NULL, out of range, no savepoint. */
const guardErrors = [1048, 1690, 1305];

/** Error numbers that a redelivery resolves: a deadlock, a lock that was not free in time, an interrupted or too slow statement. */
const transient = [1213, 1205, 1317, 1969, 3024];

/** Error number of a read-only transaction. */
const readOnlyTransaction = 1792;

/**
 * Classifies a failure of `complete`. Returns an EffectFailedError if a handler made the commit impossible, and the error itself if
 * the inbox is unavailable. InnoDB checks constraints at each statement, so none of a handler's can fail here.
 */
export function toCompleteFailure(error: unknown): unknown {
  const { errno, message } = readError(error);
  if (errno === 0 || transient.includes(errno)) return error;
  if (guardErrors.includes(errno)) return new EffectFailedError(transactionLost, { cause: error });
  if (errno === readOnlyTransaction) {
    return new EffectFailedError(`${madeReadOnly} (${toPrintable(message, 1_000)})`, {
      cause: error,
    });
  }
  return withAdvice(error);
}

const transactionLost =
  "The inbox's transaction ended while the handler ran, or the record could not be written in it, so nothing more was committed. Do " +
  "not end the transaction in a handler, rethrow deadlocks, and check the table of changes for triggers.";

const madeReadOnly =
  "A handler made the transaction read-only, so the record could not be written.";
