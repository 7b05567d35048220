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
    const { lease } = claim;
    let handlers: number;
    try {
      handlers = await emitter.dispatch(event, toContext(event, change, origin, lease));
    } catch (error) {
      return await releaseAfter(inbox, change, lease, error);
    }
    const isRecorded = await inbox.complete(change, lease);
    // Another delivery took over while the handlers ran: its record will count, and a later try finds it.
    return isRecorded
      ? { outcome: "processed", handlers, contradicts: lease.contradicts }
      : { outcome: "in-progress", reason: "the lease ended before the handlers did", handlers };
  } catch (error) {
    return { outcome: "inbox-unavailable", error };
  }
}

function toContext<Tx>(
  event: Transaction,
  change: Change,
  { source, matched, passwordIndex, request }: EventOrigin,
  { fence, contradicts, tx }: Lease<Tx>,
): EventContext<Tx> {
  return {
    type: eventType(event),
    idempotencyKey: change.key,
    source,
    matched,
    passwordIndex,
    request,
    fence,
    contradicts,
    tx,
  };
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
