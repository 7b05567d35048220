import { wait } from "../client/until-aborted.js";
import type { Transaction } from "../protocol/contract.generated.js";
import { dayWindows } from "../protocol/gateway-date.js";
import { applyFound, type Reconciled } from "./apply-found.js";
import {
  type ReconcileOptions,
  type ReconcileSettings,
  toReconcileSettings,
} from "./reconcile-options.js";
import { createTally } from "./tally.js";
import { toCourse } from "./watermark.js";

/** So many transactions that a webhook was applying are tried again at the end; any more are the next run's. */
const mostHeldOver = 1_000;
const holdOverDelaysMs = [1_000, 2_000, 4_000];

/**
 * Finds what no webhook told: goes through the gateway's list, and tells the webhook's handlers of every change that its
 * inbox has not recorded, tagged `source: "reconcile"`. Safe while webhooks arrive, and to be run again at any time. Yields
 * what it found or could not apply; what was known before is passed over.
 *
 * Without `from` it goes on from where the last run ended, kept in the inbox. A transaction that cannot be applied does
 * not stop the rest; the next run tries it again, because the watermark stays before it.
 *
 * Needs an inbox that outlives the process: `memoryInbox()` knows nothing after a restart, and all of the last week would
 * be told again, so it is refused unless `dryRun` is set. Rejects with the client's error when a list cannot be had; the windows before it count.
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

async function* run<Tx>(
  settings: ReconcileSettings<Tx>,
): AsyncGenerator<Reconciled, void, undefined> {
  const { numipay, signal, timeoutMs, onProgress } = settings;
  const { range, watermark } = await toCourse(settings);
  const windows = [...dayWindows(range.from, range.to, settings.windowDays)];
  const tally = createTally();
  const heldOver: HeldOver[] = [];

  const conclude = async (at: number): Promise<void> => {
    // What is behind the watermark may never be looked at again: it stays before all that is not settled.
    const open = Math.min(tally.firstFailed(), heldOver[0]?.window ?? Infinity, at + 1);
    const settled = windows[open - 1];
    if (settled !== undefined) await watermark.advance(settled.to);
    const { listed, found, failed } = tally;
    const done = { windowsDone: at + 1, windows: windows.length, window: windows[at] ?? range };
    onProgress?.({ ...done, listed, found, failed, watermark: watermark.day() });
  };

  for (const [at, window] of windows.entries()) {
    const listed = await numipay.transactions.list(window, { signal, timeoutMs });
    tally.listed += listed.length;
    for (const batch of inBatches(listed, settings.concurrency)) {
      signal?.throwIfAborted();
      const applied = await Promise.all(batch.map((one) => applyFound(settings, one)));
      for (const [index, reconciled] of applied.entries()) {
        const isHeld = reconciled.outcome === "in-progress" && heldOver.length < mostHeldOver;
        if (isHeld) heldOver.push({ listed: batch[index] as Transaction, window: at });
        else if (tally.add(reconciled, at)) yield reconciled;
      }
    }
    await conclude(at);
  }
  if (heldOver.length === 0) return;
  for await (const { reconciled, window } of applyHeldOver(settings, heldOver)) {
    if (tally.add(reconciled, window)) yield reconciled;
  }
  await conclude(windows.length - 1);
}

/** Tries again what a webhook was applying, until it is applied or the last wait is over. */
async function* applyHeldOver<Tx>(
  settings: ReconcileSettings<Tx>,
  heldOver: HeldOver[],
): AsyncGenerator<{ reconciled: Reconciled; window: number }> {
  const signal = settings.signal ?? new AbortController().signal;
  for (const [attempt, delayMs] of holdOverDelaysMs.entries()) {
    await wait(delayMs, signal);
    const isLast = attempt === holdOverDelaysMs.length - 1;
    for (const one of heldOver.splice(0)) {
      signal.throwIfAborted();
      const reconciled = await applyFound(settings, one.listed);
      if (reconciled.outcome === "in-progress" && !isLast) heldOver.push(one);
      else yield { reconciled, window: one.window };
    }
    if (heldOver.length === 0) return;
  }
}

/** A transaction that a webhook was applying, and in which window it stands. */
interface HeldOver {
  listed: Transaction;
  window: number;
}

function* inBatches<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
