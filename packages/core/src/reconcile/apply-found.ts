import { documentedContract } from "../protocol/contract/contract.js";
import { readTransaction } from "../protocol/contract/read-transaction.js";
import type { Transaction } from "../protocol/contract/wire-types.js";
import type { ResolvedAccount } from "../webhooks/account-resolver.js";
import type { EventOrigin } from "../webhooks/emitter.js";
import type { Change, Claim, Inbox } from "../webhooks/inbox.js";
import type { OutcomeReport } from "../webhooks/observer.js";
import type { Outcome } from "../webhooks/outcome.js";
import { toChange } from "../webhooks/parse-event.js";
import { withTimeout } from "../webhooks/with-timeout.js";
import type { ReconcileSettings } from "./reconcile-options.js";

/** One transaction of the gateway's list, and what became of its change. */
export interface Reconciled extends Partial<
  Pick<OutcomeReport, "handlers" | "contradicts" | "reason" | "error">
> {
  transaction: Transaction;
  /** As for a delivery; `missing` in a dry run: the handlers were never called with it. */
  outcome: Outcome | "missing";
  /** True when it failed in so many runs that it does not hold the watermark back any more; see `setAsideAfter`. */
  setAside?: boolean | undefined;
}

/** The same, with what names it from run to run. */
export interface Found extends Reconciled {
  key: string;
}

/**
 * Applies a transaction of the list through the webhook, or says whether it would be. Undefined for one that is not among the
 * wanted keys. Never throws.
 */
export async function applyFound<Tx>(
  settings: ReconcileSettings<Tx>,
  { account, namespace }: ResolvedAccount,
  listed: Transaction,
  wanted?: Pick<ReadonlyMap<string, unknown>, "has">,
): Promise<Found | undefined> {
  const { webhook, dryRun, includeUnhandled, toEvent = (same: Transaction) => same } = settings;
  const { inbox, contract = documentedContract } = webhook;
  let transaction = listed;
  let change: Change;
  try {
    transaction = await withTimeout(() => toEvent(listed), toEventTimeoutMs, lateToEvent);
    const read = readTransaction(contract.webhook, transaction);
    if ("problem" in read) {
      const malformed = { ...toMalformed(transaction), reason: read.problem };
      return wanted?.has(malformed.key) === false ? undefined : malformed;
    }
    change = toChange(transaction, { account, namespace, contract });
  } catch (error) {
    return { ...toMalformed(transaction), reason: "cannot be made an event", error };
  }
  const { key } = change;
  if (wanted?.has(key) === false) return undefined;
  if (dryRun) return { transaction, key, ...(await lookFor(inbox, change, includeUnhandled)) };
  const known = await findKnown(inbox, change);
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

const longestKey = 500;

const toEventTimeoutMs = 30_000;
const lateToEvent = `toEvent did not resolve within ${toEventTimeoutMs} ms.`;

/** Named by what it is, because it has no identity. */
function toMalformed(transaction: Transaction): Pick<Found, "transaction" | "key" | "outcome"> {
  let text = "";
  try {
    text = JSON.stringify(transaction) ?? "";
  } catch {
    // Nested deeper than can be written.
  }
  const key = `malformed ${text.slice(0, longestKey)}`;
  return { transaction: toObject(transaction), key, outcome: "malformed" };
}

/** A list's item may be anything, and who goes through the results asks for its ids. */
function toObject(transaction: unknown): Transaction {
  return (
    typeof transaction === "object" && transaction !== null ? transaction : {}
  ) as Transaction;
}

type Known = "duplicate" | "stale" | "unhandled";

/**
 * What the inbox says of a known change by looking. Most of a list is known: a look locks and writes nothing, and a claim would turn
 * away the webhook that comes just then. All else is for the claim to say.
 */
async function findKnown<Tx>(inbox: Inbox<Tx>, change: Change): Promise<Known | undefined> {
  try {
    const state = await inbox.peek?.(change);
    return state === "duplicate" || state === "stale" || state === "unhandled" ? state : undefined;
  } catch {
    // The claim meets the same store, and its failure is reported.
    return undefined;
  }
}

/** What a claim would say. */
async function lookFor<Tx>(
  inbox: Inbox<Tx>,
  change: Change,
  includeUnhandled: boolean,
): Promise<Pick<Reconciled, "outcome" | "error">> {
  try {
    const state = await (inbox.peek?.(change) ?? claimAndRelease(inbox, change));
    const isMissing = state === "new" || (state === "unhandled" && includeUnhandled);
    return { outcome: isMissing ? "missing" : state };
  } catch (error) {
    return { outcome: "inbox-unavailable", error };
  }
}

/** For an engine that cannot look. A webhook that comes in between gets a 503 and is retried. */
async function claimAndRelease<Tx>(inbox: Inbox<Tx>, change: Change): Promise<Claim<Tx>["state"]> {
  const claim = await inbox.claim(change);
  if (claim.state === "new") await inbox.release(change, claim.lease);
  return claim.state;
}
