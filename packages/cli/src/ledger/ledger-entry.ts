import type { LedgerRow } from "@numipay/sandbox";

/** One line of the ledger as it is in the file, and where that is. */
export interface LedgerEntry {
  readonly row: LedgerRow;
  /** Such as `books.csv, line 3`. */
  readonly place: string;
  /** The same with the ids that our export would have guarded into these; undefined when they are no such ids. */
  readonly unguarded?: LedgerRow | undefined;
  /** An id begins with a formula's sign: the file was written without our export's guard. */
  readonly isUnguardedFile: boolean;
}

/** A ledger's file. */
export interface LedgerFile {
  readonly entries: readonly LedgerEntry[];
  /** Columns that are not compared. */
  readonly unusedColumns: readonly string[];
}
