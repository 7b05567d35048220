import { wait } from "../client/until-aborted.js";
import type { Transaction } from "../protocol/contract/wire-types.js";
import type { DayWindow } from "../protocol/gateway-date.js";
import { notify } from "../protocol/notify.js";
import type { ResolvedAccount } from "../webhooks/account-resolver.js";
import { resolveNamespace } from "../webhooks/account-store.js";
import { applyFound, type Found, type Reconciled } from "./apply-found.js";
import {
  type ReconcileOptions,
  type ReconcileSettings,
  toReconcileSettings,
} from "./reconcile-options.js";
import type { SetAside } from "./set-aside.js";
import { createSummary, isFailure } from "./summary.js";
import { toCourse } from "./watermark.js";

/** So many transactions that a webhook was applying are tried again at the end; any more are the next run's. */
const mostHeldOver = 1_000;
const holdOverDelaysMs = [1_000, 2_000, 4_000];

/**
 * Recovers missed webhooks: goes through the gateway's list, and calls the webhook's handlers with every change that its
 * inbox has not recorded, tagged `source: "reconcile"`. Safe while webhooks arrive, and to be run again at any time. Yields
 * what it found or could not apply; what was known before is passed over.
 *
 * Without `from` it goes on from where the last run ended, kept in the inbox. A transaction that cannot be applied does
 * not stop the rest; the next runs try it again, because the watermark stays before it, until it is set aside
 * (`setAsideAfter`).
 *
 * Needs an inbox that outlives the process: `memoryInbox()` knows nothing after a restart, and all of the last week would
 * be applied again, so it is refused unless `dryRun` is set. Rejects with the client's error when a list cannot be had; the
 * windows before it count.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * for await (const { transaction, outcome } of reconcile({ numipay, webhook })) console.log(transaction.tracking_id, outcome);
 */
export function reconcile<Tx = undefined>(
  options: ReconcileOptions<Tx>,
): AsyncGenerator<Reconciled, void, undefined> {
  return run(toReconcileSettings(options));
}

/**
 * The transactions that were set aside, because `setAsideAfter` runs could not apply them. Fix the cause, then call `reconcile`
 * with `retrySetAside`.
 *
 * @throws InvalidOptionError naming the option
 */
export async function listSetAside<Tx = undefined>(
  options: Omit<ReconcileOptions<Tx>, "numipay" | "from" | "to" | "dryRun">,
): Promise<SetAside[]> {
  // The list is not asked for.
  const numipay = undefined as never;
  const settings = toReconcileSettings({ ...options, numipay, retrySetAside: true });
  const { notes } = await toCourse(settings, await findNamespace(settings));
  return [...notes.entries().values()];
}

function findNamespace<Tx>({ webhook, account }: ReconcileSettings<Tx>): Promise<string> {
  return resolveNamespace(webhook.inbox.accounts, account);
}

async function* run<Tx>(
  settings: ReconcileSettings<Tx>,
): AsyncGenerator<Reconciled, void, undefined> {
  const { numipay, signal, timeoutMs, onProgress, retrySetAside, account } = settings;
  const place = { account, namespace: await findNamespace(settings) };
  const { windows, watermark, notes } = await toCourse(settings, place.namespace);
  const wanted = retrySetAside ? notes.entries() : undefined;
  const tally = createSummary();
  const heldOver: HeldOver[] = [];

  /** Counts one, and says whether the caller gets it. */
  const count = (found: Found, at: number): Reconciled | undefined => {
    const { key, ...reconciled } = found;
    if (!isFailure(found)) notes.clear(key);
    // A store that is away is not the transaction's failure.
    else if (found.outcome !== "inbox-unavailable") {
      reconciled.setAside = notes.note(found, windows[at] as DayWindow);
    }
    return tally.add(reconciled, at) ? reconciled : undefined;
  };

  const conclude = async (at: number): Promise<void> => {
    await notes.save();
    // What is behind the watermark may never be looked at again: it stays before all that is not settled.
    const open = Math.min(tally.firstFailed(), heldOver[0]?.window ?? Infinity, at + 1);
    const settled = windows[open - 1];
    if (settled !== undefined) await watermark.advance(settled.to);
    const { listed, found, unhandled, failed } = tally;
    const window = windows[at] as DayWindow;
    const counts = { listed, found, unhandled, failed, setAside: notes.setAside() };
    const done = { windowsDone: at + 1, windows: windows.length, window };
    if (onProgress === undefined) return;
    notify("onProgress", onProgress, { ...done, ...counts, watermark: watermark.day() });
  };

  for (const [at, window] of windows.entries()) {
    const listed = await numipay.transactions.list(window, { signal, timeoutMs });
    tally.listed += listed.length;
    for (const batch of inBatches(listed, settings.concurrency)) {
      signal?.throwIfAborted();
      const found = await Promise.all(batch.map((one) => applyFound(settings, place, one, wanted)));
      for (const [index, one] of found.entries()) {
        if (one === undefined) continue;
        const isHeld = one.outcome === "in-progress" && heldOver.length < mostHeldOver;
        if (isHeld) heldOver.push({ listed: batch[index] as Transaction, window: at });
        else {
          const reconciled = count(one, at);
          if (reconciled !== undefined) yield reconciled;
        }
      }
    }
    await conclude(at);
  }
  if (heldOver.length === 0) return;
  for await (const { found, window } of applyHeldOver(settings, place, heldOver)) {
    const reconciled = count(found, window);
    if (reconciled !== undefined) yield reconciled;
  }
  await conclude(windows.length - 1);
}

/** Tries again what a webhook was applying, until it is applied or the last wait is over. */
async function* applyHeldOver<Tx>(
  settings: ReconcileSettings<Tx>,
  place: ResolvedAccount,
  heldOver: HeldOver[],
): AsyncGenerator<{ found: Found; window: number }> {
  const signal = settings.signal ?? new AbortController().signal;
  for (const [attempt, delayMs] of holdOverDelaysMs.entries()) {
    await wait(delayMs, signal);
    const isLast = attempt === holdOverDelaysMs.length - 1;
    for (const one of heldOver.splice(0)) {
      signal.throwIfAborted();
      const found = await applyFound(settings, place, one.listed);
      if (found === undefined) continue;
      if (found.outcome === "in-progress" && !isLast) heldOver.push(one);
      else yield { found, window: one.window };
    }
    if (heldOver.length === 0) return;
  }
}

/** A transaction that a webhook was applying, and which window lists it. */
interface HeldOver {
  listed: Transaction;
  window: number;
}

function* inBatches<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
