import type { Transaction } from "../protocol/contract.generated.js";
import { eventType } from "../protocol/event.js";
import { type Confirm, findDoubt } from "./confirm.js";
import type { Emitter, EventContext, EventOrigin } from "./emitter.js";
import type { Change, Inbox, Lease } from "./inbox.js";
import type { OutcomeReport } from "./observer.js";
import type { Outcome } from "./outcome.js";
import type { ParsedEvent } from "./parse-event.js";

/** What applying a change came to. */
export type Applied = { outcome: Outcome } & Partial<
  Pick<OutcomeReport, "handlers" | "contradicts" | "gatewayStatus" | "error" | "reason">
>;

/** Applies one change once: claim, confirm where that is asked for, dispatch, complete. Never throws. */
export async function applyChange<Tx>(
  { inbox, confirm }: { inbox: Inbox<Tx>; confirm?: Confirm | undefined },
  emitter: Emitter<Tx>,
  { event, change }: ParsedEvent,
  origin: EventOrigin,
): Promise<Applied> {
  try {
    const claim = await inbox.claim(change);
    if (claim.state !== "new") return { outcome: claim.state };
    const { lease } = claim;
    // After the claim, so that duplicates do not ask; the gateway's own list needs no second word of the gateway.
    if (confirm !== undefined && origin.source === "webhook") {
      const doubt = await findDoubt(confirm, event, change);
      if (doubt !== undefined) return await releaseAfter(inbox, change, lease, doubt);
    }
    let handlers: number;
    try {
      handlers = await emitter.dispatch(event, toContext(event, change, origin, lease));
    } catch (error) {
      return await releaseAfter(inbox, change, lease, { outcome: "handler-failed", error });
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
    // The lease ends by itself; what led here is what somebody must see.
    const unreleased = "and the inbox could not be reached to release the claim";
    const { reason } = applied;
    return { ...applied, reason: reason === undefined ? unreleased : `${reason}, ${unreleased}` };
  }
}
