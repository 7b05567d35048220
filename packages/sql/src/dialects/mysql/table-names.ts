import { InvalidOptionError } from "@numipay/core";
import type { ContentOptions } from "../content-options.js";

/** Names of the inbox's tables in MariaDB, and what they keep. */
export interface MysqlTableOptions extends ContentOptions {
  /** The database, which `migrate` creates. Defaults to the connection's. */
  database?: string | undefined;
  /** The prefix of every table name. Defaults to `"numipay_"`. */
  tablePrefix?: string | undefined;
}

/** Names of the journal's tables. They are those of the inbox, if both are to share a migration. */
export type MysqlJournalTableOptions = Omit<MysqlTableOptions, keyof ContentOptions>;

/** Every option of the journal's tables. */
export const journalTableOptionNames = [
  "database",
  "tablePrefix",
] as const satisfies readonly (keyof MysqlJournalTableOptions)[];

/** Every option of the tables. */
export const tableOptionNames = [
  ...journalTableOptionNames,
  "keepContent",
] as const satisfies readonly (keyof MysqlTableOptions)[];

/** Quoted SQL names. */
export interface MysqlTableNames {
  database: string | undefined;
  changes: string;
  locks: string;
  fence: string;
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
}

/**
 * Returns the quoted table names.
 *
 * @throws InvalidOptionError when a name contains other characters or is too long
 */
export function toTableNames({
  database,
  tablePrefix = "numipay_",
}: MysqlTableOptions = {}): MysqlTableNames {
  if (database !== undefined) requireName("database", database);
  requireName("tablePrefix", tablePrefix);
  return toNamesIn(database === undefined ? undefined : toQuoted(database), tablePrefix);
}

/** The same tables, named with their database. */
export function inDatabase(names: MysqlTableNames, database: string): MysqlTableNames {
  if (names.database !== undefined) return names;
  const quoted = toQuoted(database);
  const qualified = Object.entries(names).map(([key, name]) => [key, `${quoted}.${name}`]);
  return { ...(Object.fromEntries(qualified) as MysqlTableNames), database: quoted };
}

function toNamesIn(database: string | undefined, tablePrefix: string): MysqlTableNames {
  const prefix = database === undefined ? "" : `${database}.`;
  const name = (table: string): string => `${prefix}${toQuoted(`${tablePrefix}${table}`)}`;
  return {
    database,
    changes: name("changes"),
    locks: name("locks"),
    fence: name("fence"),
    conflicts: name("conflicts"),
    marks: name("marks"),
    migrations: name("migrations"),
    accounts: name("accounts"),
    unreadable: name("unreadable"),
    intents: name("intents"),
    onceMarks: name("once_marks"),
    intentsDue: toQuoted(`${tablePrefix}intents_due`),
    intentsState: toQuoted(`${tablePrefix}intents_state`),
  };
}

/** Backticks quote in every `sql_mode`. */
function toQuoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

function requireName(option: string, value: unknown): void {
  // MariaDB rejects names of more than 64 characters.
  if (typeof value === "string" && /^[A-Za-z_][A-Za-z0-9_]{0,39}$/.test(value)) return;
  throw new InvalidOptionError(
    option,
    "must be at most 40 letters, digits and underscores, and must not start with a digit.",
  );
}
