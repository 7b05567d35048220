import type { LedgerEntry } from "./ledger-entry.js";
import type { LedgerFinding } from "./ledger-finding.js";

/** The result of a comparison with a gateway or a sandbox's file. */
export interface Comparison {
  /** The number of transactions in the days. */
  readonly transactions: number;
  /** The number of entries that were compared with transactions of other days. */
  readonly outsideRange: number;
  /** The number of ids whose export apostrophe was removed. */
  readonly unguarded: number;
  /** What is wrong. What could not be compared has the kind `unchecked`. */
  readonly found: readonly LedgerFinding[];
}

/** The entries, after the export's apostrophes were removed or kept. */
export interface Reading {
  readonly entries: readonly LedgerEntry[];
  readonly unguarded: number;
}
