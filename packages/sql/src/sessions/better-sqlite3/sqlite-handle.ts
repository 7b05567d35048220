import { type HandlerScope, synchronous, type SynchronousTransaction } from "@numipay/core";
import type { Database, Statement } from "better-sqlite3";
import type { StatementGuard } from "../../control/statement-guard.js";
import { readText } from "../../dialects/sqlite/read-control.js";
import { createStatement, type Send } from "./sqlite-statement.js";

/** The database as a handler sees it: statements and nested transactions. Its other methods throw. */
export interface SqliteTransaction extends Database, SynchronousTransaction {}

/** What a session provides for handlers' statements. */
export interface StatementRunner {
  run: <Result>(statement: () => Result) => Result;
  /** Called before the transaction ends, because an open iterator keeps the connection busy. */
  cleanUps: Set<() => void>;
}

/** Creates a handle for one handler that checks every statement. */
export function createSqliteHandle(
  db: Database,
  { run, cleanUps }: StatementRunner,
  guard: StatementGuard,
): HandlerScope<SqliteTransaction> {
  /** Runs a statement, or the savepoint that takes its place. */
  const send: Send = (text, statement, toResult) => {
    const { sql, command, settle } = guard.admit(text);
    try {
      const result = run(() => {
        if (command === undefined) return statement();
        db.exec(sql);
        return toResult();
      });
      settle();
      return result;
    } catch (error) {
      settle(error ?? new Error("The statement failed."));
      throw error;
    }
  };
  const check = (): void => guard.admit("").settle();

  const handle = {
    [synchronous]: true,
    get name() {
      return db.name;
    },
    get open() {
      return db.open;
    },
    get inTransaction() {
      return db.inTransaction;
    },
    get readonly() {
      return db.readonly;
    },
    get memory() {
      return db.memory;
    },
    prepare(source: string): Statement {
      const { kind } = readText(source).control;
      // SQLite runs some pragmas when it prepares them.
      if (kind === "rejected") guard.admit(source);
      check();
      const isMapped = kind === "begin" || kind === "commit" || kind === "rollback";
      const native = isMapped ? undefined : run(() => db.prepare(source));
      return createStatement(handle as unknown as SqliteTransaction, source, {
        native,
        send,
        check,
        run,
        begin(end) {
          const { settle } = guard.admit(source);
          cleanUps.add(end);
          return () => {
            cleanUps.delete(end);
            settle();
          };
        },
      });
    },
    exec(source: string) {
      send(
        source,
        () => void db.exec(source),
        () => undefined,
      );
      return handle;
    },
    pragma(source: string, options?: { simple?: boolean }) {
      return send(
        `PRAGMA ${source}`,
        () => db.pragma(source, options),
        () => undefined,
      );
    },
    transaction: (fn: (...args: unknown[]) => unknown) => toTransaction(handle as never, fn),
    ...Object.fromEntries(hidden.map((method) => [method, () => refuse(guard, method)])),
  };
  return {
    tx: handle as unknown as SqliteTransaction,
    close: () => guard.close(),
  };
}

const hidden = [
  "aggregate",
  "backup",
  "close",
  "defaultSafeIntegers",
  "function",
  "loadExtension",
  "serialize",
  "table",
  "unsafeMode",
] as const;

function refuse(guard: StatementGuard, method: string): never {
  throw guard.reject(
    `tx.${method}() was rejected: tx is a transaction, not the connection. Set up the connection in the inbox's onOpen.`,
  );
}

/** Like `transaction` of better-sqlite3 within a transaction: a savepoint. */
function toTransaction(tx: SqliteTransaction, fn: (...args: unknown[]) => unknown): unknown {
  if (typeof fn !== "function") throw new TypeError("transaction needs a function.");
  const run = function (this: unknown, ...args: unknown[]): unknown {
    tx.exec("BEGIN");
    let isOpen = true;
    try {
      const result = fn.apply(this, args);
      if (typeof (result as PromiseLike<unknown> | undefined)?.then === "function") {
        Promise.resolve(result).catch(() => undefined);
        throw new TypeError("The function of a transaction must not return a promise.");
      }
      isOpen = false;
      tx.exec("COMMIT");
      return result;
    } catch (error) {
      if (isOpen) rollBackQuietly(tx);
      throw error;
    }
  };
  // The modes of a nested transaction are those of the inbox's.
  return Object.assign(run, {
    default: run,
    deferred: run,
    immediate: run,
    exclusive: run,
    database: tx,
  });
}

/** The function's own error is the one to report. */
function rollBackQuietly(tx: SqliteTransaction): void {
  try {
    tx.exec("ROLLBACK");
  } catch {
    // The transaction has failed, which its next statement reports.
  }
}
