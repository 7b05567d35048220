import type { Transaction } from "../protocol/contract.generated.js";
import { eventType } from "../protocol/event.js";
import type { Emitter, EventContext, EventOrigin } from "./emitter.js";
import type { Change, Inbox, Lease } from "./inbox.js";
import type { OutcomeReport } from "./observer.js";
import type { Outcome } from "./outcome.js";
import type { ParsedEvent } from "./parse-event.js";

/** What applying a change came to. */
export type Applied = { outcome: Outcome } & Partial<
  Pick<OutcomeReport, "handlers" | "contradicts" | "error" | "reason">
>;

/** Applies one change once: claim, dispatch, complete. Never throws. */
export async function applyChange<Tx>(
  inbox: Inbox<Tx>,
  emitter: Emitter<Tx>,
  { event, change }: ParsedEvent,
  origin: EventOrigin,
): Promise<Applied> {
  try {
    const claim = await inbox.claim(change);
    if (claim.state !== "new") return { outcome: claim.state };
    return await applyUnderLease(inbox, emitter, event, origin, change, claim.lease);
  } catch (error) {
    return { outcome: "inbox-unavailable", error };
  }
}

async function applyUnderLease<Tx>(
  inbox: Inbox<Tx>,
  emitter: Emitter<Tx>,
  event: Transaction,
  origin: EventOrigin,
  change: Change,
  lease: Lease<Tx>,
): Promise<Applied> {
  const { fence, contradicts, tx } = lease;
  const context: EventContext<Tx> = {
    type: eventType(event),
    idempotencyKey: change.key,
    source: origin.source,
    matched: origin.matched,
    passwordIndex: origin.passwordIndex,
    request: origin.request,
    fence,
    contradicts,
    tx,
  };
  let handlers: number;
  try {
    handlers = await emitter.dispatch(event, context);
  } catch (error) {
    return releaseAfter(inbox, change, lease, error);
  }
  const isRecorded = await inbox.complete(change, lease);
  // Another delivery took over while the handlers ran: its record will count, and a later try finds it.
  if (!isRecorded)
    return { outcome: "in-progress", reason: "the lease ended before the handlers did", handlers };
  return { outcome: "processed", handlers, contradicts };
}

async function releaseAfter<Tx>(
  inbox: Inbox<Tx>,
  change: Change,
  lease: Lease<Tx>,
  error: unknown,
): Promise<Applied> {
  try {
    await inbox.release(change, lease);
  } catch {
    // The lease ends by itself; what the handler threw is what somebody must see.
    return {
      outcome: "handler-failed",
      error,
      reason: "and the inbox could not be reached to release the claim",
    };
  }
  return { outcome: "handler-failed", error };
}
