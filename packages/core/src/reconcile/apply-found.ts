import type { Transaction } from "../protocol/contract.generated.js";
import { findMissingField } from "../protocol/transaction.js";
import type { EventOrigin } from "../webhooks/emitter.js";
import type { Change, Claim, Inbox } from "../webhooks/inbox.js";
import type { OutcomeReport } from "../webhooks/observer.js";
import type { Outcome } from "../webhooks/outcome.js";
import { toChange } from "../webhooks/parse-event.js";
import type { ReconcileSettings } from "./reconcile-options.js";

/** One transaction of the gateway's list, and what became of its change. */
export interface Reconciled extends Partial<
  Pick<OutcomeReport, "handlers" | "contradicts" | "reason" | "error">
> {
  transaction: Transaction;
  /** As for a delivery; `missing` in a dry run: the handlers were never told. */
  outcome: Outcome | "missing";
}

const origin: EventOrigin = {
  source: "reconcile",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
};

/** Applies a transaction of the list through the webhook, or says whether it would be. Never throws. */
export async function applyFound<Tx>(
  { webhook, dryRun, toEvent = (same) => same }: ReconcileSettings<Tx>,
  listed: Transaction,
): Promise<Reconciled> {
  let transaction = listed;
  let change: Change;
  try {
    transaction = toEvent(listed);
    const missing = findMissingField(transaction);
    if (missing !== undefined) {
      return { transaction, outcome: "malformed", reason: `no text in field ${missing}` };
    }
    change = toChange(transaction);
  } catch (error) {
    return { transaction, outcome: "malformed", reason: "cannot be made an event", error };
  }
  if (dryRun) return { transaction, ...(await lookFor(webhook.inbox, change)) };
  const known = await findKnown(webhook.inbox, change);
  if (known !== undefined) return { transaction, outcome: known };
  const report = await webhook.apply(transaction, origin);
  const { outcome, handlers, contradicts, reason, error } = report;
  return { transaction, outcome, handlers, contradicts, reason, error };
}

/**
 * `duplicate` or `stale`, where the inbox can say so by looking. Most of a list is known: a look locks and writes nothing,
 * and a claim would turn away the webhook that comes just then. All else is for the claim to say.
 */
async function findKnown<Tx>(
  inbox: Inbox<Tx>,
  change: Change,
): Promise<"duplicate" | "stale" | undefined> {
  try {
    const state = await inbox.look?.(change);
    return state === "duplicate" || state === "stale" ? state : undefined;
  } catch {
    // The claim meets the same store, and its failure is reported.
    return undefined;
  }
}

/** What a claim would say. */
async function lookFor<Tx>(
  inbox: Inbox<Tx>,
  change: Change,
): Promise<Pick<Reconciled, "outcome" | "error">> {
  try {
    const state = await (inbox.look?.(change) ?? claimAndRelease(inbox, change));
    return { outcome: state === "new" ? "missing" : state };
  } catch (error) {
    return { outcome: "inbox-unavailable", error };
  }
}

/** For an engine that cannot look. A webhook that comes in between is told to come again. */
async function claimAndRelease<Tx>(inbox: Inbox<Tx>, change: Change): Promise<Claim<Tx>["state"]> {
  const claim = await inbox.claim(change);
  if (claim.state === "new") await inbox.release(change, claim.lease);
  return claim.state;
}
