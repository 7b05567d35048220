import type { LastKnownStatus } from "../client/advice.js";
import { isOutcomeUnknownError } from "../client/errors.js";
import { toActions, toMoneyCall } from "../client/post-once.js";
import type { Settings } from "../client/settings.js";
import type { Journal } from "./create-journal.js";
import { RequestMismatchError } from "./errors.js";
import type { IntentClaim, IntentResult, RecordedIntent } from "./journal.js";
import { toOperation, toRequest } from "./outbox-intent.js";
import { findQueueable } from "./queueable.js";
import { resolveClaimed } from "./resolve-claimed.js";
import { retryInMs } from "./retry-in-ms.js";
import { sendClaimed } from "./send-claimed.js";
import { type ClaimedCall, claimInTime, giveBack, toClaimedCall } from "./store-in-time.js";
import { findMismatch, type IdentifiedCall, toIntent } from "./to-intent.js";

/** How far a due intent came. */
export type Advanced =
  /** It ended as recorded. */
  | {
      state: "ended";
      recorded: RecordedIntent;
      response?: unknown;
      lastKnownStatus?: LastKnownStatus | undefined;
    }
  /** It was not sent and stays queued. */
  | { state: "queued"; error: unknown }
  /** Another process has it, or how it ended is not recorded. It is due again later. */
  | { state: "elsewhere" };

/**
 * Sends a queued intent, or asks the gateway about one that may have been sent. Only a claim of a queued intent sends. One that was
 * refused meanwhile could be claimed again, but its refusal may have been reported.
 *
 * @throws JournalUnavailableError when the store is unavailable before sending
 * @throws RequestMismatchError when the stored request has other content than the record
 * @throws InvalidArgumentError when the contract does not accept the stored request
 */
export async function advanceIntent(
  client: Settings,
  journal: Journal,
  due: RecordedIntent,
): Promise<Advanced> {
  const { store, namespace } = journal;
  const { toCall, read } = findQueueable(toOperation(due));
  const checked = toCall(client, toRequest(due));
  const call: IdentifiedCall = {
    ...toMoneyCall(client, checked),
    tracking_id: due.tracking_id,
    metadata: due.metadata,
  };
  const intent = await toIntent(call, namespace);
  const actions = toActions(client, checked, read);
  const claimed = toClaimedCall({ store, settings: journal, call, actions, intent });

  const claim = await claimInTime(claimed);
  if (claim.state === "in-progress") return { state: "elsewhere" };
  if (claim.state === "confirmed") return { state: "ended", recorded: claim.recorded };
  const { recorded } = claim;
  if (recorded === undefined) {
    await giveBack(claimed, claim);
    return { state: "elsewhere" };
  }
  const field = findMismatch(recorded, intent);
  if (field !== undefined) {
    await giveBack(claimed, claim, retryInMs(recorded.attempts));
    throw new RequestMismatchError({ ...call, field, earlier: recorded.operation });
  }
  return claim.state === "new"
    ? sendQueued(claimed, { ...claim, recorded })
    : askAbout(claimed, claim);
}

async function sendQueued(
  claimed: ClaimedCall<unknown>,
  claim: Extract<IntentClaim, { state: "new" }> & { recorded: RecordedIntent },
): Promise<Advanced> {
  const sent = await sendClaimed(claimed, claim);
  const { result, isRecorded } = sent;
  const error = "error" in sent ? sent.error : undefined;
  if (result.state === "queued") return { state: "queued", error };
  if (!isRecorded) return { state: "elsewhere" };
  const recorded = toRecorded(claim.recorded, result);
  if ("response" in sent) return { state: "ended", recorded, response: sent.response };
  const lastKnownStatus = isOutcomeUnknownError(error) ? error.lastKnownStatus : undefined;
  return { state: "ended", recorded, lastKnownStatus };
}

async function askAbout(
  claimed: ClaimedCall<unknown>,
  { lease, recorded }: Extract<IntentClaim, { state: "unclear" }>,
): Promise<Advanced> {
  const { result, isRecorded, lastKnownStatus } = await resolveClaimed(claimed, lease);
  if (!isRecorded) return { state: "elsewhere" };
  return { state: "ended", recorded: toRecorded(recorded, result), lastKnownStatus };
}

function toRecorded(
  recorded: RecordedIntent,
  { state, response, responseExpiresAt }: IntentResult,
): RecordedIntent {
  return { ...recorded, state, response, responseExpiresAt };
}
