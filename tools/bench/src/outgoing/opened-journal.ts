import type { Journal } from "@numipay/core";

export interface OpenedJournal {
  journal: Journal;
  /** Where the records are, such as `PostgreSQL 15.20`. */
  place: string;
  close: () => Promise<unknown>;
}

/** Opens a journal with no records, or returns why that failed. */
export type OpenJournal = (connections: number) => Promise<OpenedJournal | { missing: string }>;
