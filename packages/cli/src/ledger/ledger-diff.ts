import type { LedgerFinding } from "./ledger-finding.js";

/** The result of `ledger diff`. */
export interface LedgerDiff {
  /** The days on which the transactions were opened. Null for a sandbox's file, which is compared completely. */
  readonly from: string | null;
  readonly to: string | null;
  /** The time zone of these days. */
  readonly timeZone: string | null;
  readonly entries: number;
  readonly transactions: number;
  /** The number of entries that were compared with transactions of other days. */
  readonly outsideRange: number;
  /** The number of entries whose export apostrophe was removed. */
  readonly unguarded: number;
  readonly unusedColumns: readonly string[];
  readonly discrepancies: readonly LedgerFinding[];
  /** What could not be compared. */
  readonly unchecked: readonly LedgerFinding[];
}
