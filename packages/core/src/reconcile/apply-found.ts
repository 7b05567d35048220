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

/** One transaction of the gateway's list, and the outcome of its change. */
export interface Reconciled extends Partial<
  Pick<OutcomeReport, "handlers" | "contradicts" | "reason" | "error">
> {
  /** As the gateway lists it. */
  transaction: Transaction;
  /** As for a delivery. `missing` in a dry run: the change was never applied. */
  outcome: Outcome | "missing";
  /** True if it failed in `setAsideAfter` runs, so it no longer holds back the watermark. */
  setAside?: boolean | undefined;
}

/** A result with the key that identifies it across runs. */
export interface Found extends Reconciled {
  key: string;
}

/**
 * Applies a transaction of the list through the webhook; a dry run only reports whether it is missing. Returns undefined if its
 * key is not wanted. Never throws.
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
    return {
      ...toMalformed(transaction),
      reason: "toEvent or the contract cannot convert it to an event",
      error,
    };
  }
  const { key } = change;
  if (wanted?.has(key) === false) return undefined;
  if (dryRun) return { transaction, key, ...(await peekOutcome(inbox, change, includeUnhandled)) };
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

/** Without an identity, its key is its content. */
function toMalformed(transaction: Transaction): Pick<Found, "transaction" | "key" | "outcome"> {
  let text = "";
  try {
    text = JSON.stringify(transaction) ?? "";
  } catch {
    // Nested too deep to serialize.
  }
  const key = `malformed ${text.slice(0, longestKey)}`;
  return { transaction: toObject(transaction), key, outcome: "malformed" };
}

/** A list item may be anything, but callers read the ids of every result. */
function toObject(transaction: unknown): Transaction {
  return (
    typeof transaction === "object" && transaction !== null ? transaction : {}
  ) as Transaction;
}

type Known = "duplicate" | "stale" | "unhandled";

/**
 * The state of a change that the inbox already knows, by `peek`. Most of a list is known, and a claim would lock, write, and make
 * a concurrent webhook fail with a 503. Undefined if only a claim can decide.
 */
async function findKnown<Tx>(inbox: Inbox<Tx>, change: Change): Promise<Known | undefined> {
  try {
    const state = await inbox.peek?.(change);
    return state === "duplicate" || state === "stale" || state === "unhandled" ? state : undefined;
  } catch {
    // The claim uses the same store and reports its failure.
    return undefined;
  }
}

/** The outcome that a claim would have. */
async function peekOutcome<Tx>(
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

/** For an engine without `peek`. A concurrent webhook gets a 503 and is retried. */
async function claimAndRelease<Tx>(inbox: Inbox<Tx>, change: Change): Promise<Claim<Tx>["state"]> {
  const claim = await inbox.claim(change);
  if (claim.state === "new") await inbox.release(change, claim.lease);
  return claim.state;
}
