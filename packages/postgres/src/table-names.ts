import { InvalidOptionError } from "@numipay/core";

/** Where the inbox's tables stand. */
export interface TableOptions {
  /**
   * The schema; it is made by `migrate`. The connection's search path decides where not given: two inboxes that differ in
   * that alone then keep each other's transactions of one key waiting, so name it where there are several in a database.
   */
  schema?: string | undefined;
  /** What every table's name begins with. `numipay_` where not given. */
  tablePrefix?: string | undefined;
}

/** Names as they stand in SQL, quoted. */
export interface TableNames {
  schema: string | undefined;
  changes: string;
  conflicts: string;
  marks: string;
  migrations: string;
  accounts: string;
  unreadable: string;
  fence: string;
  /** The name of the table of changes as the server writes it in errors. */
  bareChanges: string;
}

/**
 * The tables' names, quoted.
 *
 * @throws InvalidOptionError when a name is not letters, digits and underscores, at most 40
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
    fence: name("fence"),
    bareChanges: `${tablePrefix}changes`,
  };
}

function requireName(option: string, value: unknown): void {
  // PostgreSQL cuts longer names than 63 characters, and two tables would become one.
  if (typeof value === "string" && /^[A-Za-z_][A-Za-z0-9_]{0,39}$/.test(value)) return;
  throw new InvalidOptionError(
    option,
    "must be letters, digits and underscores, at most 40, and no digit first.",
  );
}
