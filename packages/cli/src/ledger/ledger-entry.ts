import type { LedgerRow } from "@numipay/sandbox";

/** An entry of the ledger, and its place in the file. */
export interface LedgerEntry {
  readonly row: LedgerRow;
  /** For example `Line 3 of ledger.csv`. */
  readonly place: string;
  /** The row without the apostrophes of the export. Undefined if its ids have none. */
  readonly unguarded?: LedgerRow | undefined;
  /** True if an id starts with a formula character, so the file was not written by the export. */
  readonly isUnguardedFile: boolean;
}

/** The contents of a ledger file. */
export interface LedgerFile {
  readonly entries: readonly LedgerEntry[];
  /** Columns that are not compared. */
  readonly unusedColumns: readonly string[];
}
