import type { Transaction } from "../protocol/contract/wire-types.js";
import { isEffectFailedError } from "../protocol/errors.js";
import { eventType } from "../protocol/event.js";
import { type Confirm, type Doubt, findDoubt } from "./confirm.js";
import type { AnyHandler, EventContext, EventOrigin } from "./emitter.js";
import type { Change, ClaimHooks, Inbox, Lease } from "./inbox.js";
import type { OutcomeReport } from "./observer.js";
import type { Outcome } from "./outcome.js";
import { type HandlerResult, type HandlerRun, runHandlers } from "./run-handlers.js";
import { isAnyRunning, noteRunning, noteSettled } from "./running-handlers.js";

/** What applying a change came to. */
export type Applied = { outcome: Outcome } & Partial<
  Pick<OutcomeReport, "handlers" | "contradicts" | "gatewayStatus" | "error" | "reason">
>;

/** A change to apply, and what reports of it after its delivery was answered. */
export interface ChangeToApply<Tx> extends ClaimHooks {
  event: Transaction;
  change: Change;
  origin: EventOrigin;
  handlers: readonly AnyHandler<Tx>[];
  /** Called with what came of handlers that exceeded their time, once they settle. */
  onLateResult: (applied: Applied) => void;
  /** Called when a statement was refused because its handler had returned. */
  onLateStatement: (error: Error) => void;
}

/** What applies changes. */
export interface Applier<Tx> {
  inbox: Inbox<Tx>;
  handlerTimeoutMs: number;
  confirm?: Confirm | undefined;
}

/** Applies one change once: claim, confirm where that is asked for, call the handlers, complete. Never throws. */
export async function applyChange<Tx>(
  applier: Applier<Tx>,
  toApply: ChangeToApply<Tx>,
): Promise<Applied> {
  // One function with few awaits: each further one is felt in the time of a delivery.
  const { inbox } = applier;
  const { change, handlers } = toApply;
  try {
    if (isAnyRunning(handlers, change.transactionKey)) return await lookWhileRunning(inbox, change);
    const claim = await inbox.claim(change, toApply);
    if (claim.state !== "new") return { outcome: claim.state };
    const { lease } = claim;
    // Two claims may both be new where a lease ended between them. No await until the note: only one gets past here.
    if (isAnyRunning(handlers, change.transactionKey)) {
      return await releaseAfter(inbox, change, lease, stillRunning);
    }
    noteRunning(handlers, change.transactionKey);
    let late: Promise<HandlerResult> | undefined;
    try {
      if (handlers.length > 0) {
        const asked = findDoubtOf(applier, toApply);
        const doubt = asked === undefined ? undefined : await asked;
        if (doubt !== undefined) return await releaseAfter(inbox, change, lease, doubt);
        const called = runHandlers(toRun(applier, toApply, lease));
        const result = called instanceof Promise ? await called : called;
        if (result.state !== "done") {
          const failed: Applied = { outcome: "handler-failed", error: result.error };
          if (result.state === "failed") return await releaseAfter(inbox, change, lease, failed);
          late = result.settled;
          inbox.abandon?.(change, lease);
          return failed;
        }
      }
      return toApplied(await inbox.complete(change, lease), handlers.length, lease);
    } finally {
      if (late === undefined) noteSettled(handlers, change.transactionKey);
      else void concludeLate(inbox, toApply, lease, late);
    }
  } catch (error) {
    return toFailed(error);
  }
}

function toFailed(error: unknown): Applied {
  return { outcome: isEffectFailedError(error) ? "handler-failed" : "inbox-unavailable", error };
}

/** After the claim, so that duplicates do not ask; the gateway's own list needs no second word of the gateway. */
function findDoubtOf<Tx>(
  { confirm, handlerTimeoutMs }: Applier<Tx>,
  { event, change, origin }: ChangeToApply<Tx>,
): Promise<Doubt | undefined> | undefined {
  return confirm === undefined || origin.source !== "webhook"
    ? undefined
    : findDoubt(confirm, event, change, handlerTimeoutMs);
}

function toRun<Tx>(
  { handlerTimeoutMs }: Applier<Tx>,
  { event, change, origin, handlers }: ChangeToApply<Tx>,
  lease: Lease<Tx>,
): HandlerRun<Tx> {
  const context = toContext(event, change, origin, lease);
  return { handlers, event, context, lease, timeoutMs: handlerTimeoutMs };
}

function toApplied<Tx>(isRecorded: boolean, handlers: number, lease: Lease<Tx>): Applied {
  // Another delivery took over while the handlers ran: its record will count, and a later try finds it.
  if (!isRecorded) {
    return { outcome: "in-progress", reason: "the lease ended before the handlers did", handlers };
  }
  const outcome = handlers === 0 ? "unhandled" : "processed";
  return { outcome, handlers, contradicts: lease.contradicts };
}

const stillRunning: Applied = {
  outcome: "in-progress",
  reason: "a handler of this process has not finished with the transaction",
};

/** A claim could take the lease over from the handler that is still running. */
async function lookWhileRunning<Tx>(inbox: Inbox<Tx>, change: Change): Promise<Applied> {
  const state = await inbox.peek?.(change);
  return state === "duplicate" || state === "stale" ? { outcome: state } : stillRunning;
}

/** The delivery was answered as failed. What the handlers did all the same is recorded where the lease still stands. */
async function concludeLate<Tx>(
  inbox: Inbox<Tx>,
  { change, handlers, onLateResult }: ChangeToApply<Tx>,
  lease: Lease<Tx>,
  settled: Promise<HandlerResult>,
): Promise<void> {
  const result = await settled;
  try {
    if (result.state !== "done") return await inbox.release(change, lease);
    const applied = toApplied(await inbox.complete(change, lease), handlers.length, lease);
    onLateResult({ ...applied, reason: applied.reason ?? "after the handlers' time limit" });
  } catch (error) {
    onLateResult(toFailed(error));
  } finally {
    noteSettled(handlers, change.transactionKey);
  }
}

function toContext<Tx>(
  event: Transaction,
  change: Change,
  { source, matched, passwordIndex, request }: EventOrigin,
  lease: Lease<Tx>,
): EventContext<Tx> {
  return {
    type: eventType(event),
    account: change.account,
    run: {},
    idempotencyKey: change.key,
    source,
    matched,
    passwordIndex,
    request,
    fencingToken: lease.fencingToken,
    contradicts: lease.contradicts,
    // Where each handler gets a handle of its own, the lease's is not opened.
    tx: lease.scope === undefined ? lease.tx : (undefined as Tx),
  };
}

/** Gives the claim back: what came before is what counts. */
async function releaseAfter<Tx>(
  inbox: Inbox<Tx>,
  change: Change,
  lease: Lease<Tx>,
  applied: Applied,
): Promise<Applied> {
  try {
    await inbox.release(change, lease);
    return applied;
  } catch {
    // The lease ends on its own; what led here is what matters.
    const unreleased = "and the inbox could not be reached to release the claim";
    const { reason } = applied;
    return { ...applied, reason: reason === undefined ? unreleased : `${reason}, ${unreleased}` };
  }
}
