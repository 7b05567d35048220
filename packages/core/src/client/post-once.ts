import type { Operation } from "../protocol/contract/contract.js";
import { readBody } from "../protocol/contract/response.js";
import { isNumipayError } from "../protocol/errors.js";
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
import type { CallActions, IntentSlot, MoneyCall } from "./call-journal.js";
import { createHasSecret } from "./has-secret.js";
import { type Call, NoResponseError, type SuccessResponse } from "./call.js";
import { send } from "./send.js";
import type { Settings } from "./settings.js";
import { type CallIdentity, traceCall } from "./trace-call.js";

/** A call that a journal can record. */
export type RecordableCall = Call & { slot: IntentSlot };

/** Reads a success response. */
export type ReadSuccess<Result> = (operation: Operation, response: SuccessResponse) => Result;

/** The part of a call's time limit that is reserved for the status check. */
const statusCheckShare = 1 / 3;

/**
 * Sends a call that moves money once and reads its response. If the outcome is unclear, checks the status by `tracking_id`. With a
 * journal, sends only what was not sent before.
 *
 * @param identity how the call is published. Defaults to the call's own
 * @throws OutcomeUnknownError when the call may or may not have been carried out
 */
export async function postOnce<Result>(
  settings: Settings,
  call: Call,
  read: ReadSuccess<Result>,
  identity: CallIdentity = call,
): Promise<Result> {
  return traceCall(settings, identity, (message) => {
    const counted = { ...call, message };
    const { slot } = call;
    if (settings.journal === undefined || slot === undefined) return post(settings, counted, read);
    const moneyCall = toMoneyCall(settings, { ...call, slot });
    return settings.journal.run(moneyCall, toActions(settings, counted, read));
  });
}

/** Describes a call for a journal. */
export function toMoneyCall(
  settings: Settings,
  { operation, slot, tracking_id, fields, metadata, signal, timeoutMs }: RecordableCall,
): MoneyCall {
  const { apiKey } = settings.connection();
  const knownFields = [...operation.fields.keys()];
  return {
    operation: operation.id,
    slot,
    tracking_id,
    fields,
    knownFields,
    metadata,
    apiKey,
    signal,
    timeoutMs,
  };
}

/** What a journal can do with a call. */
export function toActions<Result>(
  settings: Settings,
  call: Call,
  read: ReadSuccess<Result>,
): CallActions<Result> {
  const { apiKey } = settings.connection();
  const { secrets = [] } = call;
  return {
    send: (timeoutMs, beforeSending) => post(settings, { ...call, timeoutMs, beforeSending }, read),
    checkStatus: (timeoutMs) => checkStatus(settings, call, timeoutMs),
    hasSecret: (value) => createHasSecret([apiKey, ...secrets])(value),
  };
}

async function post<Result>(
  settings: Settings,
  call: Call,
  read: ReadSuccess<Result>,
): Promise<Result> {
  const { tracking_id } = call;
  const endsAt = performance.now() + call.timeoutMs;
  const share = tracking_id === undefined ? 1 : 1 - statusCheckShare;
  try {
    const timeoutMs = Math.ceil(call.timeoutMs * share);
    return read(call.operation, await send(settings, { ...call, timeoutMs }));
  } catch (error) {
    if (!mayHaveHappened(error)) throw error;
    const leftMs = Math.max(1, Math.floor(endsAt - performance.now()));
    const lastKnownStatus = await checkStatus(settings, call, leftMs);
    throw new OutcomeUnknownError({
      operation: call.operation.id,
      tracking_id,
      lastKnownStatus,
      cause: error,
    });
  }
}

/** After a redirect, a 5xx or an unreadable success, the money may have moved just as after no response. */
function mayHaveHappened(error: unknown): boolean {
  return (
    error instanceof NoResponseError ||
    isGatewayFaultError(error) ||
    isUnexpectedResponseError(error) ||
    isRedirectRefusedError(error) ||
    isUnclearRejection(error)
  );
}

async function checkStatus(
  settings: Settings,
  call: Call,
  timeoutMs: number,
): Promise<LastKnownStatus> {
  if (call.tracking_id === undefined)
    return { state: "not-known", why: "the call had no tracking_id" };
  try {
    const { tracking_id, signal, secrets, message } = call;
    const status = { tracking_id, timeoutMs, signal, secrets, message };
    const response = await requestStatus(settings, status);
    const operation = settings.contract.operations.transactionStatus;
    const body = readBody(operation.response, response.show());
    // `state` comes last, so that a response field of the same name cannot override it.
    return { ...readStatusResponse(operation, { ...response, body }), state: "found" };
  } catch (error) {
    // Checked first: the signal's reason may be any error, even another call's 404.
    if (call.signal?.aborted) return { state: "not-known", why: "the caller aborted the call" };
    // The response for an unknown id is not documented; 404 is assumed.
    if (isRequestRejectedError(error) && error.status === 404) return { state: "not-found" };
    const why = isNumipayError(error) ? error.message : "the status check failed";
    return { state: "not-known", why };
  }
}

/** Requests the status of one transaction. */
export async function requestStatus(
  settings: Settings,
  call: Pick<Call, "timeoutMs" | "signal" | "secrets" | "message"> & { tracking_id: string },
): Promise<SuccessResponse> {
  const operation = settings.contract.operations.transactionStatus;
  return send(settings, { operation, fields: { id: call.tracking_id }, ...call });
}
