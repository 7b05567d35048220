import type { Transaction } from "../protocol/contract/wire-types.js";
import { isEffectFailedError } from "../protocol/errors.js";
import { eventType } from "../protocol/event.js";
import { type Confirm, type Doubt, findDoubt } from "./confirm.js";
import type { AnyHandler, EventContext, EventOrigin } from "./emitter.js";
import type { EventIntent } from "./event-journal.js";
import type { Change, ClaimHooks, Inbox, Lease } from "./inbox.js";
import type { OutcomeReport } from "./observer.js";
import type { Outcome } from "./outcome.js";
import {
  type ChangeContext,
  type ChangeHandler,
  type HandlerResult,
  type HandlerRun,
  runHandlers,
} from "./run-handlers.js";
import { isAnyRunning, noteRunning, noteFinished } from "./running-handlers.js";
import { claimTraced, completeTraced } from "./trace-inbox.js";

/** The result of applying a change. */
export type Applied = { outcome: Outcome } & Partial<
  Pick<OutcomeReport, "handlers" | "txUsed" | "contradicts" | "gatewayStatus" | "error" | "reason">
>;

/** A change to apply: a transaction's, or another one. */
export type ChangeToApply<Tx> = TransactionChange<Tx> | OtherChange<Tx>;

export interface TransactionChange<Tx> extends AnyChange {
  event: Transaction;
  origin: EventOrigin;
  handlers: readonly AnyHandler<Tx>[];
  /** The call that created the transaction, if the webhook has a journal. */
  intent?: EventIntent | undefined;
}

/** A change that is not one of a transaction. */
interface OtherChange<Tx> extends AnyChange {
  /** The first argument of the handlers. */
  event: object;
  /** The name of the event. */
  type: string;
  origin?: undefined;
  handlers: readonly ChangeHandler[];
  /** Creates the second argument of the handlers. */
  toContext: (lease: Lease<Tx>) => ChangeContext<Tx>;
}

/** A change, with callbacks for what happens after the response to its delivery. */
interface AnyChange extends ClaimHooks {
  change: Change;
  /** Called with the result of handlers that exceeded their time limit, once they finish. */
  onLateResult: (applied: Applied) => void;
  /** Called when a statement was rejected because its handler had returned. */
  onLateStatement: (error: Error) => void;
}

/** The settings for applying changes. */
export interface Applier<Tx> {
  inbox: Inbox<Tx>;
  handlerTimeoutMs: number;
  confirm?: Confirm | undefined;
}

/** Applies one change once: claims it, confirms it if configured, calls the handlers and completes it. Never throws. */
export async function applyChange<Tx>(
  applier: Applier<Tx>,
  toApply: ChangeToApply<Tx>,
): Promise<Applied> {
  // One function with few awaits, because each await adds measurable time to a delivery.
  const { inbox } = applier;
  const { change, handlers } = toApply;
  try {
    if (isAnyRunning(handlers, change.transactionKey)) return await peekWhileRunning(inbox, change);
    const claim = await claimTraced(inbox, toApply);
    if (claim.state !== "new") return { outcome: claim.state };
    const { lease } = claim;
    // If a lease ended in between, two claims can both be new. There is no await before noteRunning, so only one continues.
    if (isAnyRunning(handlers, change.transactionKey)) {
      return await releaseAfter(inbox, change, lease, stillRunning);
    }
    noteRunning(handlers, change.transactionKey);
    let late: Promise<HandlerResult> | undefined;
    let txUsed: boolean | undefined;
    try {
      if (handlers.length > 0) {
        const confirming = confirmChange(applier, toApply);
        const doubt = confirming === undefined ? undefined : await confirming;
        if (doubt !== undefined) return await releaseAfter(inbox, change, lease, doubt);
        const called = runHandlers(toRun(applier, toApply, lease));
        const result = called instanceof Promise ? await called : called;
        if (result.state !== "done") {
          const failed = toFailedHandlers(result.error, lease);
          if (result.state === "failed") return await releaseAfter(inbox, change, lease, failed);
          late = result.settled;
          inbox.abandon?.(change, lease);
          return failed;
        }
        ({ txUsed } = result);
      }
      const isRecorded = await completeTraced(inbox, toApply, lease);
      return toApplied(isRecorded, handlers.length, lease, txUsed);
    } finally {
      if (late === undefined) noteFinished(handlers, change.transactionKey);
      else void concludeLate(inbox, toApply, lease, late);
    }
  } catch (error) {
    return toFailed(error);
  }
}

function toFailed(error: unknown): Applied {
  return { outcome: isEffectFailedError(error) ? "handler-failed" : "inbox-unavailable", error };
}

function toFailedHandlers<Tx>(error: unknown, lease: Lease<Tx>): Applied {
  const interruption = lease.interruption?.();
  return interruption === undefined
    ? { outcome: "handler-failed", error }
    : { outcome: "inbox-unavailable", error: interruption };
}

/** Called after the claim, so that duplicates are not confirmed. Events from the gateway's list need no confirmation. */
function confirmChange<Tx>(
  { confirm, handlerTimeoutMs }: Applier<Tx>,
  toApply: ChangeToApply<Tx>,
): Promise<Doubt | undefined> | undefined {
  const { origin } = toApply;
  return confirm === undefined || origin === undefined || origin.source !== "webhook"
    ? undefined
    : findDoubt(confirm, toApply.event, toApply.change, handlerTimeoutMs);
}

function toRun<Tx>(
  { handlerTimeoutMs }: Applier<Tx>,
  toApply: ChangeToApply<Tx>,
  lease: Lease<Tx>,
): HandlerRun<Tx> {
  const { event, handlers } = toApply;
  const context =
    toApply.origin === undefined ? toApply.toContext(lease) : toContext(toApply, lease);
  return { handlers, event, context, lease, timeoutMs: handlerTimeoutMs };
}

function toApplied<Tx>(
  isRecorded: boolean,
  handlers: number,
  lease: Lease<Tx>,
  txUsed: boolean | undefined,
): Applied {
  // Another delivery took over the lease while the handlers ran. Its record counts, and the next attempt finds it.
  if (!isRecorded) {
    return {
      outcome: "in-progress",
      reason: "the lease ended before the handlers finished",
      handlers,
    };
  }
  const outcome = handlers === 0 ? "unhandled" : "processed";
  return { outcome, handlers, txUsed, contradicts: lease.contradicts };
}

const stillRunning: Applied = {
  outcome: "in-progress",
  reason: "a handler in this process is still running for this transaction",
};

/** Does not claim, which could take over the lease of the handler that is still running. */
async function peekWhileRunning<Tx>(inbox: Inbox<Tx>, change: Change): Promise<Applied> {
  const state = await inbox.peek?.(change);
  return state === "duplicate" || state === "stale" ? { outcome: state } : stillRunning;
}

/** The delivery already got a failure response. If the lease is still valid, what the handlers did is recorded anyway. */
async function concludeLate<Tx>(
  inbox: Inbox<Tx>,
  toApply: ChangeToApply<Tx>,
  lease: Lease<Tx>,
  settled: Promise<HandlerResult>,
): Promise<void> {
  const { change, handlers, onLateResult } = toApply;
  const result = await settled;
  try {
    if (result.state !== "done") return await inbox.release(change, lease);
    const isRecorded = await completeTraced(inbox, toApply, lease);
    const applied = toApplied(isRecorded, handlers.length, lease, result.txUsed);
    onLateResult({
      ...applied,
      reason: applied.reason ?? "the handlers finished after their time limit",
    });
  } catch (error) {
    onLateResult(toFailed(error));
  } finally {
    noteFinished(handlers, change.transactionKey);
  }
}

function toContext<Tx>(
  { event, change, origin, intent }: TransactionChange<Tx>,
  lease: Lease<Tx>,
): EventContext<Tx> {
  const { source, matched, passwordIndex, request } = origin;
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
    intent,
    // If each handler gets its own scope, the lease's transaction is not opened.
    tx: lease.scope === undefined ? lease.tx : (undefined as Tx),
  };
}

/** Releases the claim and returns the result. */
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
    // The lease expires on its own, so the original result is still the relevant one.
    const unreleased = "and the claim could not be released, because the inbox is unavailable";
    const { reason } = applied;
    return { ...applied, reason: reason === undefined ? unreleased : `${reason}, ${unreleased}` };
  }
}
