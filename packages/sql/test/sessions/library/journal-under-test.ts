import type { SqlInbox, SqlJournal } from "../../../src/pg.js";
import type { LibraryInboxOptions, LibrarySettings } from "./library-under-test.js";

/** A journal of an entry, on a pool of its own. */
export interface OpenedJournal<Tx> {
  journal: SqlJournal<Tx>;
  /** An inbox of the same entry, on the same pool. */
  inbox: SqlInbox<Tx>;
  /** Runs work in the library's own transaction: commits if it resolves, and rolls back if it rejects. */
  transact: <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>;
  /** Runs a text on tx. */
  run: (tx: Tx, text: string) => Promise<unknown>;
  /** What is not a transaction, such as the pool. */
  others: readonly unknown[];
  /** Runs work on a connection without a transaction, if the library has one with the type of tx. */
  withoutTransaction?: (work: (tx: Tx) => Promise<unknown>) => Promise<unknown>;
  end: () => Promise<unknown>;
}

/** An entry on a database. */
export interface JournalUnderTest<Tx> {
  entry: string;
  open(
    settings: LibrarySettings,
    options: Pick<LibraryInboxOptions, "schema" | "acquireTimeoutMs"> & { tablePrefix?: string },
  ): OpenedJournal<Tx> | Promise<OpenedJournal<Tx>>;
}
