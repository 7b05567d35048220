import type { Transaction } from "@numipay/core";
import type { Reading } from "./compared.js";
import type { LedgerEntry } from "./ledger-entry.js";

/**
 * Decides for the whole file whether apostrophes before formula signs are our export's, and takes them off if so. They
 * belong to the ids when another id begins with a bare formula sign, or when more of the gateway's ids are then found.
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
  const asTheyAre = countKnown(guarded.map(({ row }) => row.tracking_id));
  const without = countKnown(guarded.map(({ unguarded }) => unguarded?.tracking_id));
  if (asTheyAre > without) return { entries, unguarded: 0 };
  return {
    entries: entries.map((entry) => ({ ...entry, row: entry.unguarded ?? entry.row })),
    unguarded: guarded.length,
  };
}
