/** What databases write differently in the statements of a journal. Texts are SQL. */
export interface IntentTerms {
  /** The names of the tables. */
  intents: string;
  onceMarks: string;
  /** Quotes a text. */
  toLiteral: (text: string) => string;
  /** Quotes a text for a column of a key. */
  toKey: (text: string) => string;
  /** A point in time for a column. */
  toTime: (time: Date) => string;
  /** The current time, also after a statement has waited for a lock. */
  now: string;
  /** The time at which the statement began, which an index can be searched for. */
  startedAt: string;
  /** The current time and some milliseconds. */
  toLater: (ms: number) => string;
  /** A column's time in ISO format. */
  toIso: (column: string) => string;
  /** A column of a key as text. */
  readKey: (column: string) => string;
  /** A column's number as text. */
  readNumber: (column: string) => string;
  /** Whether `INSERT … ON CONFLICT` exists. Otherwise, a claim is an UPDATE and then an INSERT. */
  hasUpsert: boolean;
  /** Inserts a row, whose `recorded_at` is set, unless its key exists. With a condition, only if it is true: otherwise it may also fail. */
  insertNew: (table: string, row: Row, condition: string | undefined) => string;
  /** True while a transaction is open. Undefined if the driver knows. */
  isInTransaction: string | undefined;
  /** Ends a SELECT that locks its rows and skips locked ones. */
  skipLocked: string;
  /** More of what a claim selects, such as an expression that makes its commit durable. */
  claimExtras: string;
}

/** The values of a row, as SQL, by column. */
export type Row = Readonly<Record<string, string>>;

/** Renders the columns and the values of a row. */
export function toColumns(row: Row): { columns: string; values: string } {
  return { columns: Object.keys(row).join(", "), values: Object.values(row).join(", ") };
}
