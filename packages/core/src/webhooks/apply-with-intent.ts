import { type Applied, type Applier, applyChange, type TransactionChange } from "./apply-change.js";
import type { EventJournal, JournalEntry } from "./event-journal.js";
import type { Outcome } from "./outcome.js";
import { lookupTimeoutMs, withTimeout } from "./with-timeout.js";

/**
 * Applies a change with the intent of its transaction. The intent is read before the change is claimed: a claim may hold the only
 * connection of a pool, which the journal may share. Never throws.
 */
export async function applyWithIntent<Tx>(
  applier: Applier<Tx>,
  journal: EventJournal,
  toApply: TransactionChange<Tx>,
): Promise<Applied> {
  const timeoutMs = lookupTimeoutMs(applier.handlerTimeoutMs);
  const late = `The journal did not respond within ${timeoutMs} ms.`;
  const { event, change } = toApply;
  let entry: JournalEntry;
  try {
    entry = await withTimeout(() => journal.findEntry(change.account, event), timeoutMs, late);
  } catch (error) {
    return { outcome: "inbox-unavailable", reason: "the journal is unavailable", error };
  }
  const applied = await applyChange(applier, { ...toApply, intent: entry.intent });
  if (!isRecorded(applied.outcome)) return applied;
  try {
    await withTimeout(() => entry.confirm(), timeoutMs, late);
  } catch {
    // The change is applied, and recovery or the next event confirms the call. The error may quote the record.
    globalThis.process?.emitWarning?.(
      "The journal is unavailable, so a webhook did not confirm its call. numipay recover confirms it.",
      { type: "NumipayWarning", code: "NUMIPAY_JOURNAL_UNAVAILABLE" },
    );
  }
  return applied;
}

/** Also after a duplicate: the first delivery may have failed to confirm the call. */
function isRecorded(outcome: Outcome): boolean {
  return outcome === "processed" || outcome === "duplicate" || outcome === "stale";
}
