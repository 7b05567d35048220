import Database from "libsql";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { explainDatabaseError } from "./database-error.js";

/** The value of a column. */
export type Value = string | number | null;

/** A row from the database. */
export type Row = Readonly<Record<string, Value>>;

/** The operations that repositories need from an SQL engine. Hides the engine's quirks. */
export interface Sql {
  run(statement: string, values?: readonly Value[]): void;
  first(statement: string, values?: readonly Value[]): Row | undefined;
  all(statement: string, values?: readonly Value[]): Row[];
  /** The number of writes to each table since the database was opened. Tables without writes are not listed. */
  writes(): Readonly<Record<string, number>>;
  /** Runs a function in a database transaction. Nested calls join the outer one. */
  atomically<T>(action: () => T): T;
  close(): void;
}

/** How long to wait for another program that reads the file, in milliseconds. */
const lockTimeoutMs = 10_000;

/**
 * Opens a database in memory (":memory:") or in a file. With `readOnly`, the file must exist and is never written to.
 * `shownAs` is the file's name in errors.
 */
export function openSql(
  file: string,
  { readOnly = false, shownAs = file }: { readOnly?: boolean; shownAs?: string } = {},
): Sql {
  const explained = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw explainDatabaseError(error, shownAs);
    }
  };
  const database = explained(() => open(file, readOnly));
  const statements = new Map<string, Database.Statement>();
  const writes: Record<string, number> = {};
  const prepare = (statement: string): Database.Statement => {
    const prepared = statements.get(statement) ?? database.prepare(statement);
    statements.set(statement, prepared);
    return prepared;
  };
  const all = (statement: string, values: readonly Value[]): Row[] =>
    explained(() => prepare(statement).all(values) as Row[]);
  const atomically = <T>(action: () => T): T => {
    explained(() => database.exec("BEGIN"));
    try {
      const result = action();
      explained(() => database.exec("COMMIT"));
      return result;
    } catch (error) {
      // SQLite has already rolled back after some errors, such as a full disk. Another rollback would hide the cause.
      if (database.inTransaction) database.exec("ROLLBACK");
      throw error;
    }
  };
  return {
    // Values are passed as one array: libsql would read a single null argument as named values.
    run(statement, values = []) {
      explained(() => prepare(statement).run(values));
      const table = tableOf(statement);
      if (table !== undefined) writes[table] = (writes[table] ?? 0) + 1;
    },
    first: (statement, values = []) => all(statement, values)[0],
    all: (statement, values = []) => all(statement, values),
    writes: () => ({ ...writes }),
    atomically: (action) => (database.inTransaction ? action() : atomically(action)),
    close: () => {
      statements.clear();
      database.close();
    },
  };
}

function open(file: string, readOnly: boolean): Database.Database {
  if (file === ":memory:") return new Database(file);
  // An absolute path, because libsql connects to a server for a name such as `http:x`.
  const path = resolve(file);
  // libsql ignores the option `readonly`.
  const name = readOnly ? `${pathToFileURL(path).href}?mode=ro` : path;
  try {
    return new Database(name, { timeout: lockTimeoutMs });
  } catch (cause) {
    // libsql's error has no code, and its message contains the URL.
    throw Object.assign(new Error("The database cannot be opened.", { cause }), {
      code: "SQLITE_CANTOPEN",
    });
  }
}
/** The table that a statement writes to. Rolled-back writes count too, which costs readers one unnecessary look. */
function tableOf(statement: string): string | undefined {
  return /^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+(\w+)/.exec(statement)?.[1];
}

/** Reads a text column. Throws a TypeError for another type. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new TypeError(`Column ${column} is not text.`);
  return value;
}

/** Reads a nullable text column. */
export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

/** Reads a number column. Throws a TypeError for another type. */
export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new TypeError(`Column ${column} is not a number.`);
  return value;
}

/** Reads a nullable number column. */
export function integerOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column);
}
