import type { CallActions, IntentSlot, MoneyCall } from "../client/call-journal.js";
import type { LastKnownStatus } from "../client/advice.js";
import { isOutcomeUnknownError, OutcomeUnknownError } from "../client/errors.js";
import { nothingWasDone } from "../client/nothing-was-done.js";
import { wait } from "../client/until-aborted.js";
import { isFinal } from "../protocol/transaction.js";
import type { JournalSettings } from "./journal-settings.js";
import {
  AlreadySentError,
  InProgressError,
  journalAdvice,
  RequestMismatchError,
} from "./errors.js";
import type { IntentClaim, IntentLease, IntentResult, RecordedIntent } from "./journal.js";
import { type ClaimedCall, claimInTime, completeInTime, giveBack } from "./store-in-time.js";
import { toResult } from "./to-result.js";
import { findMismatch, toIntent } from "./to-intent.js";

/** A holder that still runs has ended its call and its record by then. */
const leaseMarginMs = 10_000;
/** The part of the time limit to wait for another call. The rest is left for sending. */
const waitShare = 1 / 2;
const firstDelayMs = 20;
const longestDelayMs = 500;

/** Sends a call if no call with its `tracking_id` can have been sent before. Otherwise finds out how that one ended. */
export async function runCall<Result>(
  store: ClaimedCall<Result>["store"],
  settings: JournalSettings,
  call: MoneyCall & { tracking_id: string },
  actions: CallActions<Result>,
): Promise<Result> {
  call.signal?.throwIfAborted();
  const startedAt = performance.now();
  const intent = await toIntent(call, settings.account);
  const leftMs = (): number =>
    Math.max(1, Math.floor(call.timeoutMs - (performance.now() - startedAt)));
  const claimed: ClaimedCall<Result> = { store, settings, call, actions, intent, leftMs };

  const waitMs = call.timeoutMs * waitShare;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
    const claim = await claimInTime(claimed, call.timeoutMs + leaseMarginMs);
    if (claim.state === "new") return sendClaimed(claimed, claim.lease);
    await checkContent(claimed, claim);
    if (claim.state === "unclear") return resolveClaimed(claimed, claim.lease);
    if (claim.state === "confirmed") return returnRecorded(claimed, claim.recorded);
    if (performance.now() - startedAt + delayMs >= waitMs) throw new InProgressError(call);
    await wait(delayMs, call.signal ?? new AbortController().signal);
    call.signal?.throwIfAborted();
  }
}

/** @throws RequestMismatchError when the recorded call has other content */
async function checkContent<Result>(
  claimed: ClaimedCall<Result>,
  claim: Exclude<IntentClaim, { state: "new" }>,
): Promise<void> {
  const { call, intent } = claimed;
  const field = findMismatch(claim.recorded, intent);
  if (field === undefined) return;
  if (claim.state === "unclear") await giveBack(claimed, claim);
  throw new RequestMismatchError({ ...call, field, earlier: claim.recorded.operation });
}

async function sendClaimed<Result>(
  claimed: ClaimedCall<Result>,
  lease: IntentLease,
): Promise<Result> {
  const { call, actions, settings, leftMs } = claimed;
  let result: Result;
  try {
    call.signal?.throwIfAborted();
    result = await actions.send(leftMs());
  } catch (error) {
    await completeInTime(claimed, lease, { state: stateAfter(error, call) });
    throw withJournalAdvice(error, call.slot);
  }
  await completeInTime(claimed, lease, toResult(result, settings, actions));
  return result;
}

function stateAfter(error: unknown, { slot, signal }: MoneyCall): IntentResult["state"] {
  // A call that may have been sent throws an OutcomeUnknownError instead of the signal's reason.
  if (nothingWasDone(error) || (signal?.aborted && error === signal.reason)) return "refused";
  const isProven = isOutcomeUnknownError(error) && isProof(slot, error.lastKnownStatus);
  return isProven ? "confirmed" : "unknown";
}

/** A payout exists before the decision on it, so only its end proves that it was decided. */
function isProof(slot: IntentSlot, status: LastKnownStatus): boolean {
  if (status.state !== "found") return false;
  return slot === "transaction" || isFinal(status.transaction_status);
}

/** Finds out how an earlier attempt ended that may have reached the gateway. Never sends. */
async function resolveClaimed<Result>(
  claimed: ClaimedCall<Result>,
  lease: IntentLease,
): Promise<never> {
  const { call, actions, leftMs } = claimed;
  const lastKnownStatus = await actions.checkStatus(leftMs());
  const isProven = isProof(call.slot, lastKnownStatus);
  await completeInTime(claimed, lease, { state: isProven ? "confirmed" : "unknown" });
  if (isProven) throw new AlreadySentError({ ...call, lastKnownStatus });
  const cause = new Error("an earlier attempt may have reached the gateway");
  throw withJournalAdvice(new OutcomeUnknownError({ ...call, lastKnownStatus, cause }), call.slot);
}

async function returnRecorded<Result>(
  { call, actions, intent, leftMs }: ClaimedCall<Result>,
  { response, responseExpiresAt, keyId }: RecordedIntent,
): Promise<Result> {
  const isCurrent = responseExpiresAt !== undefined && Date.parse(responseExpiresAt) > Date.now();
  // With another API key, the content could not be compared.
  if (response !== undefined && isCurrent && keyId === intent.keyId) {
    return JSON.parse(response) as Result;
  }
  const lastKnownStatus = await actions.checkStatus(leftMs());
  throw new AlreadySentError({ ...call, lastKnownStatus });
}

/** The usual advice may be to send the call again, which the journal would not do. */
function withJournalAdvice(error: unknown, slot: IntentSlot): unknown {
  if (!isOutcomeUnknownError(error) || isProof(slot, error.lastKnownStatus)) return error;
  const { operation, tracking_id, lastKnownStatus, cause } = error;
  const advice = journalAdvice;
  return new OutcomeUnknownError({ operation, tracking_id, lastKnownStatus, cause, advice });
}
