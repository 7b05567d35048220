import { wait } from "../client/until-aborted.js";
import type { Transaction } from "../protocol/contract/wire-types.js";
import type { DayWindow } from "../protocol/gateway-date.js";
import { notify } from "../protocol/notify.js";
import { traceIteration } from "../protocol/telemetry/trace-iteration.js";
import type { Writable } from "../protocol/telemetry/trace-message.js";
import type { ResolvedAccount } from "../webhooks/account-resolver.js";
import { resolveNamespace } from "../webhooks/account-store.js";
import type { Change } from "../webhooks/inbox.js";
import type { SetAside } from "../webhooks/set-aside-notes.js";
import { applyFound } from "./apply-found.js";
import type { Found, Reconciled } from "./found.js";
import { loadListedIntents } from "./listed-intents.js";
import { peekChanges, type Peeked } from "./peek-changes.js";
import { type ListedChange, readListed } from "./read-listed.js";
import type { ReconcileMessage } from "./reconcile-message.js";
import {
  type ReconcileOptions,
  type ReconcileSettings,
  toReconcileSettings,
} from "./reconcile-options.js";
import { createSummary, isFailure } from "./summary.js";
import { planRun } from "./watermark.js";

/** The most transactions that are retried at the end because a webhook was applying them. The next run retries the others. */
const mostDeferred = 1_000;
/** How many changes are looked up in the inbox at the same time. */
const mostPeeked = 500;
const deferredDelaysMs = [1_000, 2_000, 4_000];

/**
 * Recovers missed webhooks: reads the gateway's list and calls the webhook's handlers with every change that its inbox has not
 * recorded, with `source: "reconcile"`. Safe while webhooks arrive, and safe to repeat. Yields the changes that it applied or
 * could not apply; changes that were already recorded are skipped.
 *
 * Without `from`, a run continues at the watermark that the last run stored in the inbox. A transaction that cannot be applied
 * does not stop the others. It holds back the watermark, so the next runs try it again, until it is set aside (`setAsideAfter`).
 *
 * Requires a durable inbox: after a restart, `memoryInbox()` would apply all of the last week again, so it is only allowed with
 * `dryRun`. Rejects with the client's error when a list request fails; the windows before it stay applied.
 *
 * @throws InvalidOptionError when an option is missing or invalid
 * @example
 * for await (const { transaction, outcome } of reconcile({ numipay, webhook })) console.log(transaction.tracking_id, outcome);
 */
export function reconcile<Tx = undefined>(
  options: ReconcileOptions<Tx>,
): AsyncGenerator<Reconciled, void, undefined> {
  const settings = toReconcileSettings(options);
  return traceIteration(
    "numipay.reconcile.run",
    () => toMessage(settings),
    (message) => run(settings, message),
  );
}

/**
 * Lists the transactions that were set aside, because `setAsideAfter` runs could not apply them. Fix the cause, then call
 * `reconcile` with `retrySetAside`.
 *
 * @throws InvalidOptionError when an option is missing or invalid
 */
export async function listSetAside<Tx = undefined>(
  options: Omit<ReconcileOptions<Tx>, "numipay" | "from" | "to" | "dryRun">,
): Promise<SetAside[]> {
  // No list is requested.
  const numipay = undefined as never;
  const settings = toReconcileSettings({ ...options, numipay, retrySetAside: true });
  const { notes } = await planRun(settings, await findNamespace(settings));
  return [...notes.entries().values()];
}

function findNamespace<Tx>({ webhook, account }: ReconcileSettings<Tx>): Promise<string> {
  return resolveNamespace(webhook.inbox.accounts, account);
}

async function* run<Tx>(
  settings: ReconcileSettings<Tx>,
  message: Writable<ReconcileMessage> | undefined,
): AsyncGenerator<Reconciled, void, undefined> {
  const { numipay, signal, timeoutMs, onProgress, retrySetAside, account, dryRun } = settings;
  const place = { account, namespace: await findNamespace(settings) };
  const { windows, watermark, notes } = await planRun(settings, place.namespace);
  if (message !== undefined) message.windows = windows.length;
  const wanted = retrySetAside ? notes.entries() : undefined;
  const summary = createSummary();
  const intents = await loadListedIntents(dryRun ? undefined : settings.journal, signal);
  const deferred: Deferred[] = [];

  /** Counts a result. Returns it if the caller gets it. */
  const count = (found: Found, at: number): Reconciled | undefined => {
    const { key, ...reconciled } = found;
    if (!isFailure(found)) notes.clear(key);
    // An unavailable store is not a failure of the transaction.
    else if (found.outcome !== "inbox-unavailable") {
      reconciled.setAside = notes.note(found, windows[at] as DayWindow);
    }
    return summary.add(reconciled, at) ? reconciled : undefined;
  };

  const conclude = async (at: number): Promise<void> => {
    await notes.save();
    // Days before the watermark may never be read again, so it stays before the first window that is not complete.
    const open = Math.min(summary.firstFailed(), deferred[0]?.window ?? Infinity, at + 1);
    const complete = windows[open - 1];
    if (complete !== undefined) await watermark.advance(complete.to);
    const { listed, found, unhandled, failed } = summary;
    const window = windows[at] as DayWindow;
    const more = { intents: intents.confirmed(), setAside: notes.setAside() };
    const counts = { listed, found, unhandled, failed, ...more };
    if (message !== undefined) Object.assign(message, counts);
    const done = { windowsDone: at + 1, windows: windows.length, window };
    if (onProgress === undefined) return;
    notify("onProgress", onProgress, { ...done, ...counts, watermark: watermark.day() });
  };

  for (const [at, window] of windows.entries()) {
    const listed = await numipay.transactions.list(window, { signal, timeoutMs });
    summary.listed += listed.length;
    for await (const { listed: one, found } of applyListed(settings, place, listed, wanted)) {
      // Whatever the outcome: the transaction exists.
      if (found.outcome !== "malformed") await intents.confirm(found.transaction);
      const isDeferred = found.outcome === "in-progress" && deferred.length < mostDeferred;
      if (isDeferred) deferred.push({ listed: one, window: at });
      else {
        const reconciled = count(found, at);
        if (reconciled !== undefined) yield reconciled;
      }
    }
    await conclude(at);
  }
  if (deferred.length > 0) {
    for await (const { found, window } of applyDeferred(settings, place, deferred)) {
      const reconciled = count(found, window);
      if (reconciled !== undefined) yield reconciled;
    }
    await conclude(windows.length - 1);
  }
  if (message !== undefined) message.isComplete = true;
}

function toMessage<Tx>({ account, dryRun }: ReconcileSettings<Tx>): Writable<ReconcileMessage> {
  const none = {
    windows: 0,
    listed: 0,
    found: 0,
    unhandled: 0,
    failed: 0,
    intents: 0,
    setAside: 0,
  };
  return { account, dryRun, ...none, isComplete: false };
}

/** Applies items of the list, and yields each with its result. */
async function* applyListed<Tx>(
  settings: ReconcileSettings<Tx>,
  place: ResolvedAccount,
  listed: readonly Transaction[],
  wanted?: Pick<ReadonlyMap<string, unknown>, "has">,
): AsyncGenerator<{ listed: Transaction; found: Found }> {
  const { webhook, concurrency, signal } = settings;
  for (const page of inBatches(listed, mostPeeked)) {
    const items: ListedChange[] = [];
    for (const batch of inBatches(page, concurrency)) {
      signal?.throwIfAborted();
      const read = await Promise.all(batch.map((one) => readListed(settings, place, one, wanted)));
      items.push(...read.filter((item) => item !== undefined));
    }
    const changes = items.flatMap((item) => ("change" in item ? [item.change] : []));
    const states = await peekChanges(webhook.inbox, changes, concurrency);
    const peeked = new Map<Change, Peeked | undefined>(
      changes.map((change, at) => [change, states[at]]),
    );
    for (const batch of inBatches(items, concurrency)) {
      signal?.throwIfAborted();
      const found = await Promise.all(
        batch.map((item) =>
          applyFound(settings, item, "change" in item ? peeked.get(item.change) : undefined),
        ),
      );
      for (const [at, one] of found.entries()) {
        yield { listed: (batch[at] as ListedChange).listed, found: one };
      }
    }
  }
}

/** Retries transactions that a webhook was applying, until they are applied or the last delay has passed. */
async function* applyDeferred<Tx>(
  settings: ReconcileSettings<Tx>,
  place: ResolvedAccount,
  deferred: Deferred[],
): AsyncGenerator<{ found: Found; window: number }> {
  const signal = settings.signal ?? new AbortController().signal;
  for (const [attempt, delayMs] of deferredDelaysMs.entries()) {
    await wait(delayMs, signal);
    const isLast = attempt === deferredDelaysMs.length - 1;
    const retried = deferred.splice(0);
    const windowOf = new Map(retried.map(({ listed, window }) => [listed, window]));
    const listed = [...windowOf.keys()];
    for await (const { listed: one, found } of applyListed(settings, place, listed)) {
      const window = windowOf.get(one) ?? 0;
      if (found.outcome === "in-progress" && !isLast) deferred.push({ listed: one, window });
      else yield { found, window };
    }
    if (deferred.length === 0) return;
  }
}

/** A transaction that a webhook was applying, with the index of its window. */
interface Deferred {
  listed: Transaction;
  window: number;
}

function* inBatches<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
