import type { Transaction } from "@numipay/core";
import type { Reading } from "./comparison.js";
import type { LedgerEntry } from "./ledger-entry.js";

/**
 * Decides for the whole file whether apostrophes before formula characters come from the export, and removes them if so.
 * They belong to the ids if another id starts with a bare formula character, or if more ids match the gateway with them.
 */
export function readIds(
  entries: readonly LedgerEntry[],
  transactions: readonly Transaction[],
): Reading {
  const guarded = entries.filter(({ unguarded }) => unguarded !== undefined);
  const isPlain = entries.some(({ isUnguardedFile }) => isUnguardedFile);
  if (isPlain || guarded.length === 0) return { entries, unguarded: 0 };
  const known = new Set(transactions.map(({ tracking_id }) => tracking_id));
  const countKnown = (ids: readonly (string | undefined)[]): number =>
    [...new Set(ids)].filter((id) => id !== undefined && known.has(id)).length;
  const knownWith = countKnown(guarded.map(({ row }) => row.tracking_id));
  const knownWithout = countKnown(guarded.map(({ unguarded }) => unguarded?.tracking_id));
  if (knownWith > knownWithout) return { entries, unguarded: 0 };
  return {
    entries: entries.map((entry) => ({ ...entry, row: entry.unguarded ?? entry.row })),
    unguarded: guarded.length,
  };
}
