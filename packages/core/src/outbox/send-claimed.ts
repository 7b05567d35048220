import { NotSentError } from "../client/call.js";
import {
  isConnectionError,
  isOutcomeUnknownError,
  isRequestRejectedError,
  TimeoutError,
} from "../client/errors.js";
import { nothingWasDone } from "../client/nothing-was-done.js";
import { isProof } from "./is-proof.js";
import type { IntentClaim, IntentResult } from "./journal.js";
import { retryInMs } from "./retry-in-ms.js";
import { type ClaimedCall, completeInTime } from "./store-in-time.js";
import { toProblem } from "./to-problem.js";
import { toResult } from "./to-result.js";

/** How a claimed call ended. */
export type SentCall<Result> = {
  /** How it ended for the record. */
  result: IntentResult;
  /** Whether the store recorded it. If false, its lease expires and the next call asks the gateway. */
  isRecorded: boolean;
} & ({ response: Result } | { error: unknown });

/** Sends a call whose claim is new, and records how it ended. Never rejects. */
export async function sendClaimed<Result>(
  claimed: ClaimedCall<Result>,
  claim: Extract<IntentClaim, { state: "new" }>,
): Promise<SentCall<Result>> {
  const { call, actions, settings, leftMs, isLate } = claimed;
  let notSent: TimeoutError | undefined;
  // A suspended process continues here, when another call may already have found that the gateway does not have the transaction.
  const checkTime = (): void => {
    if (!isLate()) return;
    notSent = new TimeoutError(call.operation, call.timeoutMs, "The call was not sent.");
    throw notSent;
  };
  const beforeSending = (): void => {
    try {
      checkTime();
    } catch (error) {
      throw new NotSentError(error);
    }
  };
  let response: Result;
  try {
    call.signal?.throwIfAborted();
    checkTime();
    response = await actions.send(leftMs(), beforeSending);
  } catch (error) {
    const result = toFailedResult(claimed, claim, error, error === notSent);
    return { error, result, isRecorded: await completeInTime(claimed, claim.lease, result) };
  }
  const result = toResult(response, settings, actions);
  return { response, result, isRecorded: await completeInTime(claimed, claim.lease, result) };
}

function toFailedResult<Result>(
  { call: { signal, slot } }: ClaimedCall<Result>,
  { recorded }: Extract<IntentClaim, { state: "new" }>,
  error: unknown,
  isNotSent: boolean,
): IntentResult {
  // A call that may have been sent throws an OutcomeUnknownError instead of the signal's reason.
  const wasPrevented = isNotSent || (signal?.aborted === true && error === signal.reason);
  if (wasPrevented || nothingWasDone(error)) {
    if (recorded !== undefined && (wasPrevented || isTransient(error))) {
      const requestedMs = isRequestRejectedError(error) ? error.retryAfterMs : undefined;
      return { state: "queued", retryInMs: retryInMs(recorded.attempts, requestedMs) };
    }
    return { state: "refused", response: JSON.stringify(toProblem(error)) };
  }
  const isProven = isOutcomeUnknownError(error) && isProof(slot, error.lastKnownStatus);
  return { state: isProven ? "confirmed" : "unknown" };
}

/** A wrong key or base URL, or a gateway that is not ready. The request itself may be right. */
const transientStatuses = new Set([401, 403, 404, 425, 429]);

/** True after a refusal that says nothing about the request: a queued one is sent again. */
function isTransient(error: unknown): boolean {
  if (isConnectionError(error)) return true;
  return isRequestRejectedError(error) && transientStatuses.has(error.status);
}
