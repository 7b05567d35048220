import type { ColumnDefinition, Database, RunResult, Statement } from "better-sqlite3";

/** Runs a statement after the guard admitted it. `toResult` is the result if a savepoint took its place. */
export type Send = <Result>(
  text: string,
  statement: () => Result,
  toResult: () => Result,
) => Result;

/** What a statement runs with. */
export interface StatementParts {
  /** Undefined for BEGIN, COMMIT and ROLLBACK, which are mapped when they run. */
  native: Statement | undefined;
  send: Send;
  /** Admits an iterator. `end` closes it. Call the returned function when it has ended. */
  begin: (end: () => void) => () => void;
  run: <Result>(statement: () => Result) => Result;
  /** Throws once the handler has returned. */
  check: () => void;
}

/** Creates a prepared statement that the guard checks whenever it runs. */
export function createStatement(
  database: Database,
  source: string,
  { native, send, begin, run, check }: StatementParts,
): Statement {
  const requireReader = (): Statement => {
    if (native !== undefined) return native;
    throw new TypeError("This statement does not return data. Use run() instead.");
  };
  const toggle =
    (name: "pluck" | "expand" | "raw" | "safeIntegers") =>
    (...state: [boolean?]): Statement => {
      // Passed on as given, because better-sqlite3 rejects undefined.
      if (native !== undefined || name !== "safeIntegers") requireReader()[name](...state);
      return statement;
    };
  const statement: Statement = {
    database,
    source,
    reader: native?.reader ?? false,
    readonly: native?.readonly ?? true,
    get busy() {
      return native?.busy ?? false;
    },
    run: (...parameters) =>
      send<RunResult>(
        source,
        () => native?.run(...parameters) ?? mapped,
        () => mapped,
      ),
    get: (...parameters) =>
      send<unknown>(
        source,
        () => requireReader().get(...parameters),
        () => undefined,
      ),
    all: (...parameters) =>
      send<unknown[]>(
        source,
        () => requireReader().all(...parameters),
        () => [],
      ),
    iterate(...parameters) {
      const reader = requireReader();
      let rows: IterableIterator<unknown> | undefined;
      const settle = begin(() => void rows?.return?.());
      try {
        rows = run(() => reader.iterate(...parameters));
      } catch (error) {
        settle();
        throw error;
      }
      return guardRows(rows, settle, { run, check });
    },
    pluck: toggle("pluck"),
    expand: toggle("expand"),
    raw: toggle("raw"),
    safeIntegers: toggle("safeIntegers"),
    bind(...parameters) {
      native?.bind(...parameters);
      return statement;
    },
    columns: (): ColumnDefinition[] => requireReader().columns(),
  };
  return statement;
}

/** The result of a savepoint. */
const mapped: RunResult = { changes: 0, lastInsertRowid: 0 };

function guardRows(
  rows: IterableIterator<unknown>,
  settle: () => void,
  { run, check }: Pick<StatementParts, "run" | "check">,
): IterableIterator<unknown> {
  let isOpen = true;
  const end = (): void => {
    if (isOpen) settle();
    isOpen = false;
  };
  const guarded: IterableIterator<unknown> = {
    next() {
      check();
      try {
        const row = run(() => rows.next());
        if (row.done === true) end();
        return row;
      } catch (error) {
        end();
        throw error;
      }
    },
    return(value?: unknown) {
      rows.return?.();
      end();
      return { done: true, value };
    },
    [Symbol.iterator]: () => guarded,
  };
  return guarded;
}
