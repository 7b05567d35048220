import type { LedgerRow } from "@numipay/sandbox";

/** A line of a ledger file. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** An entry of the ledger, and its place in the file. A ledger may have millions, so each one is small. */
export interface LedgerEntry extends Place {
  readonly row: LedgerRow;
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

/** For example `Line 3 of ledger.csv`. */
export function namePlace({ file, line }: Place): string {
  return `Line ${line} of ${file}`;
}
