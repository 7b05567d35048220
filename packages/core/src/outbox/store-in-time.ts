import type { CallActions, MoneyCall } from "../client/call-journal.js";
import { startDeadline, untilAborted } from "../client/until-aborted.js";
import type { JournalSettings } from "./journal-settings.js";
import { JournalUnavailableError } from "./errors.js";
import type {
  Intent,
  IntentClaim,
  IntentLease,
  IntentProblem,
  IntentResult,
  JournalStore,
} from "./journal.js";

/** A call and what is needed to record it. */
export interface CallToClaim<Result> {
  store: JournalStore;
  settings: JournalSettings;
  call: MoneyCall & { tracking_id: string };
  actions: CallActions<Result>;
  intent: Intent;
}

/** A call with its time limit, which has begun. */
export interface ClaimedCall<Result> extends CallToClaim<Result> {
  /** What is left of the time limit, at least 1. */
  leftMs: () => number;
  /** Whether the time limit has passed. Every lease of the call lasts longer. */
  isLate: () => boolean;
}

/** A holder that still runs has ended its call and its record by then. */
const leaseMarginMs = 10_000;

/** Starts the time limit of a call. */
export function toClaimedCall<Result>(toClaim: CallToClaim<Result>): ClaimedCall<Result> {
  const { timeoutMs } = toClaim.call;
  const [startedAt, startedAtMs] = [performance.now(), Date.now()];
  const passedMs = (): number => performance.now() - startedAt;
  return {
    ...toClaim,
    leftMs: () => Math.max(1, Math.floor(timeoutMs - passedMs())),
    // A suspended machine may stop the monotonic clock. The other clock may only make the call late, never early.
    isLate: () => Math.max(passedMs(), Date.now() - startedAtMs) >= timeoutMs,
  };
}

/**
 * Claims the intent within the time limit of the call, for longer than that.
 *
 * @throws JournalUnavailableError when the store rejects or does not respond in time
 * @throws the signal's reason when the caller aborts
 */
export async function claimInTime<Result>(claimed: ClaimedCall<Result>): Promise<IntentClaim> {
  const { store, call, intent, leftMs } = claimed;
  const deadline = startDeadline(leftMs());
  const signals = [deadline.signal, call.signal].filter((signal) => signal !== undefined);
  const claiming = attempt(() => store.claim(intent, call.timeoutMs + leaseMarginMs));
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

/**
 * Ends a claim without having sent anything.
 *
 * @param retryInMs for an intent of the outbox: how long until it is sent. Defaults to `0`.
 */
export async function giveBack<Result>(
  claimed: ClaimedCall<Result>,
  claim: IntentClaim,
  retryInMs?: number,
): Promise<void> {
  if (claim.state === "new") {
    const isQueued = claim.recorded !== undefined;
    const result = isQueued ? { state: "queued" as const, retryInMs } : notSent;
    await completeInTime(claimed, claim.lease, result);
  }
  if (claim.state === "unclear") await completeInTime(claimed, claim.lease, { state: "unknown" });
}

const problem: IntentProblem = {
  code: "not_sent",
  message: "The call ended before it was sent.",
};
const notSent: IntentResult = { state: "refused", response: JSON.stringify(problem) };

/** The response must not be lost because its record takes long. */
const leastCompleteMs = 1_000;

/**
 * Records how an attempt ended. Never rejects, because the call has been sent: without a record it stays `sending`, and after its
 * lease the next call asks the gateway. Returns whether it was recorded.
 */
export async function completeInTime<Result>(
  { store, call, intent, leftMs }: ClaimedCall<Result>,
  lease: IntentLease,
  result: IntentResult,
): Promise<boolean> {
  const deadline = startDeadline(Math.max(leastCompleteMs, leftMs()));
  try {
    const completing = attempt(() => store.complete(intent, lease, result));
    return await untilAborted(completing, deadline.signal);
  } catch {
    // The store's error is not shown: it may quote the record.
    globalThis.process?.emitWarning?.(
      `The journal could not record how a call of ${call.operation} ended. Repeating it asks the gateway first.`,
      { type: "NumipayWarning", code: "NUMIPAY_JOURNAL_UNAVAILABLE" },
    );
    return false;
  } finally {
    deadline.clear();
  }
}

/** A store may throw instead of rejecting. */
async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
  return work();
}
