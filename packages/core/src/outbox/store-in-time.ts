import type { CallActions, MoneyCall } from "../client/call-journal.js";
import { startDeadline, untilAborted } from "../client/until-aborted.js";
import type { JournalSettings } from "./journal-settings.js";
import { JournalUnavailableError } from "./errors.js";
import type { Intent, IntentClaim, IntentLease, IntentResult, JournalStore } from "./journal.js";

/** A call and what is needed to record it. */
export interface ClaimedCall<Result> {
  store: JournalStore;
  settings: JournalSettings;
  call: MoneyCall & { tracking_id: string };
  actions: CallActions<Result>;
  intent: Intent;
  /** What is left of the time limit, at least 1. */
  leftMs: () => number;
}

/**
 * Claims the intent within the time limit of the call.
 *
 * @throws JournalUnavailableError when the store rejects or does not respond in time
 * @throws the signal's reason when the caller aborts
 */
export async function claimInTime<Result>(
  claimed: ClaimedCall<Result>,
  leaseMs: number,
): Promise<IntentClaim> {
  const { store, call, intent, leftMs } = claimed;
  const deadline = startDeadline(leftMs());
  const signals = [deadline.signal, call.signal].filter((signal) => signal !== undefined);
  const claiming = attempt(() => store.claim(intent, leaseMs));
  try {
    return await untilAborted(claiming, AbortSignal.any(signals));
  } catch (error) {
    // The claim may still be granted. It would otherwise end as if the call could have been sent.
    claiming.then((late) => giveBack(claimed, late)).catch(() => undefined);
    call.signal?.throwIfAborted();
    const late = new Error("The store did not respond within the time limit of the call.");
    throw new JournalUnavailableError(call, deadline.signal.aborted ? late : error);
  } finally {
    deadline.clear();
  }
}

/** Ends a claim without having sent anything. */
export async function giveBack<Result>(
  claimed: ClaimedCall<Result>,
  claim: IntentClaim,
): Promise<void> {
  if (claim.state === "new") await completeInTime(claimed, claim.lease, { state: "refused" });
  if (claim.state === "unclear") await completeInTime(claimed, claim.lease, { state: "unknown" });
}

/** The response must not be lost because its record takes long. */
const leastCompleteMs = 1_000;

/**
 * Records how an attempt ended. Never rejects, because the call has been sent: without a record it stays `sending`, and after its
 * lease the next call asks the gateway.
 */
export async function completeInTime<Result>(
  { store, call, intent, leftMs }: ClaimedCall<Result>,
  lease: IntentLease,
  result: IntentResult,
): Promise<void> {
  const deadline = startDeadline(Math.max(leastCompleteMs, leftMs()));
  try {
    const completing = attempt(() => store.complete(intent, lease, result));
    await untilAborted(completing, deadline.signal);
  } catch {
    // The store's error is not shown: it may quote the record.
    globalThis.process?.emitWarning?.(
      `The journal could not record how a call of ${call.operation} ended. Repeating it asks the gateway first.`,
      { type: "NumipayWarning", code: "NUMIPAY_JOURNAL_UNAVAILABLE" },
    );
  } finally {
    deadline.clear();
  }
}

/** A store may throw instead of rejecting. */
async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
  return work();
}
