import Database from "libsql";

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
    // Values are passed as one array: libsql would read a single null argument as named values.
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
