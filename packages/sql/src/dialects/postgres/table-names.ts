import { InvalidOptionError } from "@numipay/core";
import type { ContentOptions } from "../content-options.js";

/** Names of the inbox's tables, and what they keep. */
export interface TableOptions extends ContentOptions {
  /**
   * The schema, which `migrate` creates. Defaults to the connection's search path. Set it if a database has several inboxes:
   * inboxes that differ only in their search path share their locks.
   */
  schema?: string | undefined;
  /** The prefix of every table name. Defaults to `"numipay_"`. */
  tablePrefix?: string | undefined;
}

/** Names of the journal's tables. They are those of the inbox, if both are to share a migration. */
export type JournalTableOptions = Omit<TableOptions, keyof ContentOptions>;

/** Every option of the journal's tables. */
export const journalTableOptionNames = [
  "schema",
  "tablePrefix",
] as const satisfies readonly (keyof JournalTableOptions)[];

/** Every option of the tables. */
export const tableOptionNames = [
  ...journalTableOptionNames,
  "keepContent",
] as const satisfies readonly (keyof TableOptions)[];

/** Quoted SQL names. */
export interface TableNames {
  schema: string | undefined;
  changes: string;
  conflicts: string;
  marks: string;
  migrations: string;
  accounts: string;
  unreadable: string;
  intents: string;
  onceMarks: string;
  fence: string;
  /** The functions that claim a change and that complete a claim. */
  claim: string;
  complete: string;
  /** The names of indexes, which are in the schema of their table. */
  intentsDue: string;
  intentsState: string;
  /** The changes table and the functions, as they appear in server errors. */
  bareChanges: string;
  bareClaim: string;
  bareComplete: string;
}

/**
 * Returns the quoted table names.
 *
 * @throws InvalidOptionError when a name contains other characters or is too long
 */
export function toTableNames({ schema, tablePrefix = "numipay_" }: TableOptions = {}): TableNames {
  if (schema !== undefined) requireName("schema", schema);
  requireName("tablePrefix", tablePrefix);
  const inSchema = schema === undefined ? "" : `"${schema}".`;
  const name = (table: string): string => `${inSchema}"${tablePrefix}${table}"`;
  return {
    schema: schema === undefined ? undefined : `"${schema}"`,
    changes: name("changes"),
    conflicts: name("conflicts"),
    marks: name("marks"),
    migrations: name("migrations"),
    accounts: name("accounts"),
    unreadable: name("unreadable"),
    intents: name("intents"),
    onceMarks: name("once_marks"),
    fence: name("fence"),
    claim: name("claim"),
    complete: name("complete"),
    intentsDue: `"${tablePrefix}intents_due"`,
    intentsState: `"${tablePrefix}intents_state"`,
    bareChanges: `${tablePrefix}changes`,
    bareClaim: `${tablePrefix}claim`,
    bareComplete: `${tablePrefix}complete`,
  };
}

function requireName(option: string, value: unknown): void {
  // PostgreSQL truncates names to 63 characters, so two tables could get the same name.
  if (typeof value === "string" && /^[A-Za-z_][A-Za-z0-9_]{0,39}$/.test(value)) return;
  throw new InvalidOptionError(
    option,
    "must be at most 40 letters, digits and underscores, and must not start with a digit.",
  );
}
