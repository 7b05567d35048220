import type { EventOrigin } from "../webhooks/emitter.js";
import type { Change, Claim, Inbox } from "../webhooks/inbox.js";
import type { Found, Reconciled } from "./found.js";
import type { Peeked } from "./peek-changes.js";
import type { ListedChange } from "./read-listed.js";
import type { ReconcileSettings } from "./reconcile-options.js";

/**
 * Applies a change of the list through the webhook; a dry run only reports whether it is missing. Never throws.
 *
 * @param peeked what the inbox knew of it a moment ago; undefined if it cannot peek
 */
export async function applyFound<Tx>(
  settings: ReconcileSettings<Tx>,
  item: ListedChange,
  peeked: Peeked | undefined,
): Promise<Found> {
  if ("malformed" in item) return item.malformed;
  const { webhook, dryRun, includeUnhandled } = settings;
  const { transaction, change } = item;
  const { key, account } = change;
  if (dryRun) return { transaction, key, ...(await toOutcome(settings, change, peeked)) };
  const known = toKnown(peeked);
  const isApplied = known === undefined || (known === "unhandled" && includeUnhandled);
  if (!isApplied) return { transaction, key, outcome: known };
  const origin: EventOrigin = { ...reconcileOrigin, account };
  const report = await webhook.apply(transaction, origin);
  const { outcome, handlers, contradicts, reason, error } = report;
  return { transaction, key, outcome, handlers, contradicts, reason, error };
}

const reconcileOrigin = {
  source: "reconcile",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
} as const;

/** Undefined if only a claim can decide. It uses the same store, so it also reports a failure to peek. */
function toKnown(peeked: Peeked | undefined): "duplicate" | "stale" | "unhandled" | undefined {
  if (peeked === undefined || "error" in peeked) return undefined;
  const { state } = peeked;
  return state === "duplicate" || state === "stale" || state === "unhandled" ? state : undefined;
}

/** The outcome that a claim would have. */
async function toOutcome<Tx>(
  { webhook: { inbox }, includeUnhandled }: ReconcileSettings<Tx>,
  change: Change,
  peeked: Peeked | undefined,
): Promise<Pick<Reconciled, "outcome" | "error">> {
  try {
    if (peeked !== undefined && "error" in peeked) throw peeked.error;
    const state = peeked?.state ?? (await claimAndRelease(inbox, change));
    const isMissing = state === "new" || (state === "unhandled" && includeUnhandled);
    return { outcome: isMissing ? "missing" : state };
  } catch (error) {
    return { outcome: "inbox-unavailable", error };
  }
}

/** For an engine without `peek`. A concurrent webhook gets a 503 and is retried. */
async function claimAndRelease<Tx>(inbox: Inbox<Tx>, change: Change): Promise<Claim<Tx>["state"]> {
  const claim = await inbox.claim(change);
  if (claim.state === "new") await inbox.release(change, claim.lease);
  return claim.state;
}
