import Database from "libsql";

/** What a column holds. */
export type Value = string | number | null;

/** A row as it comes from the engine: each repository reads it column by column. */
export type Row = Readonly<Record<string, Value>>;

/** The few things that the repositories need of an SQL engine, so that its quirks stay in this file. */
export interface Sql {
  run(statement: string, values?: readonly Value[]): void;
  first(statement: string, values?: readonly Value[]): Row | undefined;
  all(statement: string, values?: readonly Value[]): Row[];
  /** How often each table was written to since the database was opened; a table that was not is not named. */
  writes(): Readonly<Record<string, number>>;
  /** Runs a function in one transaction; inside another one it simply joins that. */
  atomically<T>(action: () => T): T;
  close(): void;
}

/** Opens a database in memory (":memory:") or in a file. */
export function openSql(file: string): Sql {
  const database = new Database(file);
  const statements = new Map<string, Database.Statement>();
  const writes: Record<string, number> = {};
  const prepare = (statement: string): Database.Statement => {
    const prepared = statements.get(statement) ?? database.prepare(statement);
    statements.set(statement, prepared);
    return prepared;
  };
  return {
    // Values go in as one array: libsql takes a single null argument for an object of named values.
    run(statement, values = []) {
      prepare(statement).run(values);
      const table = tableOf(statement);
      if (table !== undefined) writes[table] = (writes[table] ?? 0) + 1;
    },
    first: (statement, values = []) => prepare(statement).all(values)[0] as Row | undefined,
    all: (statement, values = []) => prepare(statement).all(values) as Row[],
    writes: () => ({ ...writes }),
    atomically(action) {
      return database.inTransaction ? action() : database.transaction(action)();
    },
    close: () => {
      statements.clear();
      database.close();
    },
  };
}

/** The table that a statement writes to. What is rolled back counts too: a reader then looks once in vain. */
function tableOf(statement: string): string | undefined {
  return /^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+(\w+)/.exec(statement)?.[1];
}

/** Reads a column that holds text. Throws a TypeError if it does not: the file is not ours, or the code is wrong. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new TypeError(`Column ${column} holds no text`);
  return value;
}

/** Reads a column that holds text or nothing. */
export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

/** Reads a column that holds a number. Throws a TypeError if it does not. */
export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new TypeError(`Column ${column} holds no number`);
  return value;
}

/** Reads a column that holds a number or nothing. */
export function integerOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column);
}
