import type { Operation } from "../protocol/contract/contract.js";
import { readBody } from "../protocol/contract/response.js";
import { NumipayError } from "../protocol/errors.js";
import { readStatusResponse } from "./responses.js";
import {
  isGatewayFaultError,
  isRedirectRefusedError,
  isRequestRejectedError,
  isUnclearRejection,
  isUnexpectedResponseError,
  OutcomeUnknownError,
} from "./errors.js";
import type { LastKnownStatus } from "./advice.js";
import { type Answer, type Call, UnansweredError } from "./call.js";
import { send } from "./send.js";
import type { Settings } from "./settings.js";

/** A third of a call's time is kept for asking what became of it. */
const shareForAsking = 1 / 3;

/**
 * Sends a call that moves money, once, and reads its answer. Where that brings no clear answer, asks the gateway for the
 * status by `tracking_id`.
 *
 * @throws OutcomeUnknownError with what the gateway knows, when the call may or may not have been carried out
 */
export async function postOnce<Result>(
  settings: Settings,
  call: Call,
  read: (operation: Operation, answer: Answer) => Result,
): Promise<Result> {
  const { tracking_id } = call;
  const endsAt = performance.now() + call.timeoutMs;
  const share = tracking_id === undefined ? 1 : 1 - shareForAsking;
  try {
    const timeoutMs = Math.ceil(call.timeoutMs * share);
    return read(call.operation, await send(settings, { ...call, timeoutMs }));
  } catch (error) {
    if (!mayHaveHappened(error)) throw error;
    const leftMs = Math.max(1, Math.floor(endsAt - performance.now()));
    const finding = await findOut(settings, call, leftMs);
    throw new OutcomeUnknownError({
      operation: call.operation.id,
      tracking_id,
      lastKnownStatus: finding,
      cause: error,
    });
  }
}

/** A redirect, a 5xx and a success that cannot be read are as unclear as silence: the money may have moved. */
function mayHaveHappened(error: unknown): boolean {
  return (
    error instanceof UnansweredError ||
    isGatewayFaultError(error) ||
    isUnexpectedResponseError(error) ||
    isRedirectRefusedError(error) ||
    isUnclearRejection(error)
  );
}

async function findOut(
  settings: Settings,
  call: Call,
  timeoutMs: number,
): Promise<LastKnownStatus> {
  if (call.tracking_id === undefined)
    return { state: "not-known", why: "the call named no tracking_id" };
  try {
    const { tracking_id, signal, secrets } = call;
    const answer = await askStatus(settings, { tracking_id, timeoutMs, signal, secrets });
    // `state` last: a field of the answer that bears this name may not turn the finding round.
    const operation = settings.contract.operations.transactionStatus;
    const body = readBody(operation.response, answer.show());
    return { ...readStatusResponse(operation, { ...answer, body }), state: "found" };
  } catch (error) {
    // Before anything else: the signal's reason may be any error, even another call's 404.
    if (call.signal?.aborted) return { state: "not-known", why: "the caller gave up" };
    // How the gateway answers for an id it does not know is not documented; 404 is assumed.
    if (isRequestRejectedError(error) && error.status === 404) return { state: "not-found" };
    const why = error instanceof NumipayError ? error.message : "asking failed";
    return { state: "not-known", why };
  }
}

/** Asks for the status of one transaction. */
export async function askStatus(
  settings: Settings,
  call: Pick<Call, "timeoutMs" | "signal" | "secrets"> & { tracking_id: string },
): Promise<Answer> {
  const operation = settings.contract.operations.transactionStatus;
  return send(settings, { operation, fields: { id: call.tracking_id }, ...call });
}
