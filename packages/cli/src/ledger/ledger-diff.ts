import type { Discrepancy } from "@numipay/sandbox";

/** What was compared, and what is wrong. */
export interface LedgerDiff {
  /** The days on which the transactions were opened; null: all that a sandbox's file has. */
  readonly from: string | null;
  readonly to: string | null;
  /** The time zone of these days. */
  readonly timeZone: string | null;
  readonly entries: number;
  readonly transactions: number;
  /** Entries that were compared with transactions opened on other days. */
  readonly outsideRange: number;
  /** Entries whose ids were read without the apostrophe of our export. */
  readonly unguarded: number;
  readonly unusedColumns: readonly string[];
  readonly discrepancies: readonly Discrepancy[];
  /** What could not be compared. */
  readonly unchecked: readonly Discrepancy[];
}
