import type { CallActions, IntentSlot, MoneyCall } from "../client/call-journal.js";
import { isOutcomeUnknownError, OutcomeUnknownError } from "../client/errors.js";
import { wait } from "../client/until-aborted.js";
import type { JournalSettings } from "./journal-settings.js";
import {
  AlreadySentError,
  InProgressError,
  journalAdvice,
  RequestMismatchError,
} from "./errors.js";
import { isProof } from "./is-proof.js";
import type { IntentClaim, IntentLease, JournalStore, RecordedIntent } from "./journal.js";
import { resolveClaimed } from "./resolve-claimed.js";
import { sendClaimed } from "./send-claimed.js";
import { refuseSecrets } from "./refuse-secrets.js";
import { type ClaimedCall, claimInTime, giveBack, toClaimedCall } from "./store-in-time.js";
import { findMismatch, toIntent } from "./to-intent.js";

/** The part of the time limit to wait for another call. The rest is left for sending. */
const waitShare = 1 / 2;
const firstDelayMs = 20;
const longestDelayMs = 500;

/** Sends a call if no call with its `tracking_id` can have been sent before. Otherwise finds out how that one ended. */
export async function runCall<Result>(
  store: JournalStore,
  settings: JournalSettings,
  call: MoneyCall & { tracking_id: string },
  actions: CallActions<Result>,
): Promise<Result> {
  call.signal?.throwIfAborted();
  refuseSecrets(call.metadata, (value) => actions.hasSecret(value));
  const startedAt = performance.now();
  const intent = await toIntent(call, settings.namespace);
  const claimed = toClaimedCall({ store, settings, call, actions, intent });

  const waitMs = call.timeoutMs * waitShare;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
    const claim = await claimInTime(claimed);
    await checkContent(claimed, claim);
    if (claim.state === "new") return send(claimed, claim);
    if (claim.state === "unclear") return resolve(claimed, claim.lease);
    if (claim.state === "confirmed") return returnRecorded(claimed, claim.recorded);
    if (performance.now() - startedAt + delayMs >= waitMs) throw new InProgressError(call);
    await wait(delayMs, call.signal ?? new AbortController().signal);
    call.signal?.throwIfAborted();
  }
}

/** @throws RequestMismatchError when the recorded call has other content */
async function checkContent<Result>(
  claimed: ClaimedCall<Result>,
  claim: IntentClaim,
): Promise<void> {
  const { call, intent } = claimed;
  // Without a record, the claim is the first, or the earlier call was refused.
  const { recorded } = claim;
  const field = recorded === undefined ? undefined : findMismatch(recorded, intent);
  if (recorded === undefined || field === undefined) return;
  await giveBack(claimed, claim);
  throw new RequestMismatchError({ ...call, field, earlier: recorded.operation });
}

async function send<Result>(
  claimed: ClaimedCall<Result>,
  claim: Extract<IntentClaim, { state: "new" }>,
): Promise<Result> {
  const sent = await sendClaimed(claimed, claim);
  if ("error" in sent) throw withJournalAdvice(sent.error, claimed.call.slot);
  return sent.response;
}

/** Finds out how an earlier attempt ended that may have reached the gateway. Never sends. */
async function resolve<Result>(claimed: ClaimedCall<Result>, lease: IntentLease): Promise<never> {
  const { call } = claimed;
  const { lastKnownStatus, result } = await resolveClaimed(claimed, lease);
  if (result.state === "confirmed") throw new AlreadySentError({ ...call, lastKnownStatus });
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
