import type {
  AccountEntry,
  Change,
  RecordedChange,
  RecordedConflict,
  UnreadableEntry,
} from "@numipay/core";
import type { ReadText } from "../control/control.js";

/** The result of one statement, with values in the database's text format. */
export interface StatementResult {
  rows: Record<string, string | null>[];
  /** The number of rows written. */
  rowCount: number;
}

/** How a transaction begins. It states its modes, whatever the server, the database or the role defaults to: decision 0026. */
export interface Opening {
  /** The statement that begins a transaction. */
  begin: string;
  /** The statements that set the same modes in a transaction that a library began. They come first in it. */
  modes: readonly string[];
}

/** A recorded change. */
export interface Recorded {
  status: string;
  digest: string;
  isFinal: boolean;
  isHandled: boolean;
}

/** The database transaction that a claim opened. */
export interface Opened {
  fencingToken: number;
  /** The database's transaction id. */
  transactionId: string;
  /** The schema of the tables. */
  schema: string;
  /** The inbox's role. */
  role: string;
}

/** The result of a claim or a peek. */
export interface Found {
  /** Undefined if the change is recorded or its transaction is claimed. For a peek, only its presence counts. */
  opened: Opened | undefined;
  /** The recorded changes of the transaction. */
  records: Recorded[];
}

/** The input for writing a record. */
export interface ToRecord {
  change: Change;
  opened: Opened;
  /** Whether the change is recorded as unhandled and now becomes handled. */
  isRecorded: boolean;
  /** Whether a handler may have changed the user, the encoding, or how the transaction commits. */
  isAltered: boolean;
}

/** Statements, and how to read their results. */
export interface Query<Result> {
  statements: readonly string[];
  read: (results: StatementResult[]) => Result;
}

/** The database's timeouts for the inbox's transactions, in milliseconds. 0 disables one. */
export interface HoldLimits {
  lockTimeoutMs: number;
  idleTimeoutMs: number;
  /** How long one of the inbox's statements may take, without waiting for locks. */
  statementTimeoutMs: number;
  /** How long the server lets a handler's statement run. */
  handlerStatementTimeoutMs?: number | undefined;
}

/** The lock of a database without advisory locks: a row for each transaction, inserted and committed before it is locked. */
export interface RowLock {
  /** Reads the records of the change's transaction without locks, and whether its row exists. */
  read(change: Change): Query<{ records: Recorded[]; hasRow: boolean }>;
  /** Inserts the row, unless it exists. */
  insert(change: Change): readonly string[];
  /** True if the error of a claim or of the insert means that another transaction has locked the row. */
  isHeld(error: unknown): boolean;
}

/** The SQL of one database, bound to the names of an inbox's tables. Nothing outside the dialects contains SQL. */
export interface Dialect {
  /** How a transaction for writing begins. */
  readonly write: Opening;
  /** How a transaction for reading begins. Each of its statements sees what was committed before it started. */
  readonly read: Opening;
  /** Finds the transaction control in a handler's statement. */
  readonly readText: (text: string) => ReadText;
  /** True if the error of a handler's statement means that the database rolled the transaction back and it can be repeated. */
  isInterruption?(error: unknown): boolean;

  /** The name of the lock on the change's transaction, among all inboxes of a database. */
  toLockName(change: Change): string;
  /** Undefined if a claim needs nothing before its transaction. */
  readonly rowLock?: RowLock;
  /** Tries to take the change's transaction, and reads its records. The first statements of a transaction for writing. */
  claim(change: Change, limits: HoldLimits): Query<Found>;
  /** True if a claim failed because the role has no function to call. Its later statements do without. */
  lacksFunctions?(error: unknown): boolean;
  /** Reads the records of each change's transaction. */
  readRecords(changes: readonly Change[]): Query<Recorded[][]>;
  /** Reads what a claim of each change reads, without taking locks: first whether each is free, then the records. */
  peek(changes: readonly Change[]): Query<Found[]>;
  /** Records the change. A statement fails unless exactly one record was written in the transaction that the claim opened. */
  complete(record: ToRecord): readonly string[];
  /** Records a delivery that repeats a recorded change with different content. */
  recordConflict(change: Change): readonly string[];
  /** Deletes the contents of changes recorded before a date. Reads their number. */
  archive(olderThan: Date): Query<number>;

  readonly records: {
    /** Reads the recorded changes of a transaction, in the order in which they were recorded. */
    history(transactionKey: string): Query<RecordedChange[]>;
    /** Reads a page of the changes without a handler: those after the last one of the page before. */
    unhandled(after: RecordedChange | undefined): Query<RecordedChange[]>;
    /** Reads a page of the conflicts. */
    conflicts(after: RecordedConflict | undefined): Query<RecordedConflict[]>;
  };
  readonly checkpoints: {
    read(name: string): Query<string | undefined>;
    write(name: string, value: string): readonly string[];
  };
  readonly accounts: {
    read(): Query<ReadonlyMap<string, AccountEntry>>;
    /** Adds an account unless it exists. Reads the entry that is then stored. */
    add(name: string, entry: AccountEntry): Query<AccountEntry>;
    /** Renames an account, unless it is renamed already or the new name exists. Reads whether it did. */
    rename(from: string, to: string): Query<boolean>;
    /** True if the error means that another process added the name at the same time. */
    isTaken(error: unknown): boolean;
  };
  readonly unreadable: {
    add(entry: UnreadableEntry): readonly string[];
    list(): Query<UnreadableEntry[]>;
    /** Deletes the text and keeps the row, so that the inbox's role needs no privilege to delete. */
    remove(key: string): readonly string[];
  };

  /** Reads the version of the tables. */
  readVersion(): Query<number>;
  /** True if the error of `readVersion` means that there are no tables. */
  isWithoutTables(error: unknown): boolean;
  /** Migrates the tables from a version, in one process at a time. Empty if they are current. Functions are optional. */
  migrate(version: number, options?: { withFunctions: boolean }): readonly string[];
  /** True if a migration failed because the role may not create functions. */
  mayNotCreateFunctions?(error: unknown): boolean;
  /** Adds the fix to a failed migration. */
  toMigrationFailure(error: unknown): unknown;

  /**
   * Checks what a delivery needs, without writing a row: the database accepts writes, and the role has the privileges. Reads the
   * problem, or undefined.
   */
  ping(): Query<string | undefined>;

  /** Adds the fix to a failure of the inbox's own statements. */
  toFailure(error: unknown): unknown;
  /**
   * Classifies a failure of `complete`: an EffectFailedError if the database rejected what a handler wrote, and otherwise the error
   * with its fix.
   */
  toCompleteFailure(error: unknown): unknown;
}
