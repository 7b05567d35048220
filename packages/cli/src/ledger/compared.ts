import type { Discrepancy } from "@numipay/sandbox";
import type { LedgerEntry } from "./ledger-entry.js";

/** What a comparison with a gateway or a sandbox's file found. */
export interface Compared {
  /** How many transactions the days have. */
  readonly transactions: number;
  /** How many entries were compared with transactions that were opened on other days. */
  readonly outsideRange: number;
  /** How many ids were read without the apostrophe of our export. */
  readonly unguarded: number;
  /** What is wrong, and what could not be compared: that is of the kind `unchecked`. */
  readonly found: readonly Discrepancy[];
}

/** The ledger, as the gateway's transactions say that it is to be read. */
export interface Reading {
  readonly entries: readonly LedgerEntry[];
  readonly unguarded: number;
}
