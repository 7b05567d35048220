import { InvalidOptionError } from "@numipay/core";
import type { ContentOptions } from "../content-options.js";

/** Names of the inbox's tables in SQLite, and what they keep. */
export interface SqliteTableOptions extends ContentOptions {
  /** The prefix of every table name. Defaults to `"numipay_"`. */
  tablePrefix?: string | undefined;
}

/** Names of the journal's tables. They are those of the inbox, if both are to share a migration. */
export type SqliteJournalTableOptions = Omit<SqliteTableOptions, keyof ContentOptions>;

/** Every option of the journal's tables. */
export const journalTableOptionNames = [
  "tablePrefix",
] as const satisfies readonly (keyof SqliteJournalTableOptions)[];

/** Every option of the tables. */
export const tableOptionNames = [
  ...journalTableOptionNames,
  "keepContent",
] as const satisfies readonly (keyof SqliteTableOptions)[];

/** Quoted SQL names. They name the main database, so that no temporary table takes the place of one. */
export interface SqliteTableNames {
  changes: string;
  conflicts: string;
  marks: string;
  migrations: string;
  accounts: string;
  unreadable: string;
  intents: string;
  onceMarks: string;
  /** The names of indexes. */
  intentsDue: string;
  intentsState: string;
  /** The changes table, as it appears in SQLite's errors. */
  bareChanges: string;
}

/**
 * Returns the quoted table names.
 *
 * @throws InvalidOptionError when the prefix contains other characters or is too long
 */
export function toTableNames({
  tablePrefix = "numipay_",
}: SqliteTableOptions = {}): SqliteTableNames {
  if (typeof tablePrefix !== "string" || !/^[A-Za-z_][A-Za-z0-9_]{0,39}$/.test(tablePrefix)) {
    throw new InvalidOptionError(
      "tablePrefix",
      "must be at most 40 letters, digits and underscores, and must not start with a digit.",
    );
  }
  if (/^sqlite_/i.test(tablePrefix)) {
    throw new InvalidOptionError(
      "tablePrefix",
      "must not start with sqlite_, which SQLite reserves.",
    );
  }
  const name = (table: string): string => `main."${tablePrefix}${table}"`;
  return {
    changes: name("changes"),
    conflicts: name("conflicts"),
    marks: name("marks"),
    migrations: name("migrations"),
    accounts: name("accounts"),
    unreadable: name("unreadable"),
    intents: name("intents"),
    onceMarks: name("once_marks"),
    intentsDue: name("intents_due"),
    intentsState: name("intents_state"),
    bareChanges: `${tablePrefix}changes`,
  };
}
