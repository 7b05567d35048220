import { query as fromTemplate } from "@electric-sql/pglite/template";
import type { HandlerScope } from "@numipay/core";
import type { Results, Transaction } from "@electric-sql/pglite";
import type { Admitted, StatementGuard } from "../../control/statement-guard.js";

/** PGlite's transaction for handlers, which cannot end it. */
export interface PgliteTransaction extends Pick<Transaction, "query" | "sql" | "exec"> {
  /** Runs a nested transaction, which commits or rolls back on its own within this one. */
  transaction<Result>(callback: (tx: PgliteNestedTransaction) => Promise<Result>): Promise<Result>;
}

/** A nested transaction. */
export interface PgliteNestedTransaction extends PgliteTransaction {
  /** Rolls back the nested transaction. */
  rollback(): Promise<void>;
  /** Whether it has ended. */
  readonly closed: boolean;
}

/** Runs a handler's statement and stops the idle timeout meanwhile. */
export type RunStatement = <Result>(statement: () => Promise<Result>) => Promise<Result>;

/** Creates a handle for one handler that checks every statement. */
export function createPgliteHandle(
  tx: Transaction,
  run: RunStatement,
  guard: StatementGuard,
): HandlerScope<PgliteTransaction> {
  async function send<Result>(
    text: string,
    sendUnchanged: () => Promise<Result>,
    toResult: (mapped: Results) => Result,
  ): Promise<Result> {
    const { sql, command, settle }: Admitted = guard.admit(text);
    try {
      const result = await run(async () => {
        if (command === undefined) return sendUnchanged();
        await tx.exec(sql);
        return toResult({ rows: [], fields: [], affectedRows: 0 });
      });
      settle();
      return result;
    } catch (error) {
      settle(error ?? new Error("The statement failed."));
      throw error;
    }
  }

  const handle: PgliteTransaction = {
    query<Row>(sql: string, ...rest: [unknown[]?, object?]) {
      const sendUnchanged = () => tx.query<Row>(sql, ...rest);
      return handled(send(sql, sendUnchanged, (mapped) => mapped as Results<Row>));
    },
    sql<Row>(strings: TemplateStringsArray, ...values: unknown[]) {
      const { query, params } = fromTemplate(strings, ...values);
      return handle.query<Row>(query, params);
    },
    exec: (sql, options) =>
      handled(
        send(
          sql,
          () => tx.exec(sql, options),
          (mapped) => [mapped],
        ),
      ),
    transaction: (callback) => handled(nest(handle, callback)),
  };
  return { tx: handle, close: () => guard.close() };
}

async function nest<Result>(
  outer: PgliteTransaction,
  callback: (tx: PgliteNestedTransaction) => Promise<Result>,
): Promise<Result> {
  let closed = false;
  await outer.query("BEGIN");
  const end = async (command: string): Promise<void> => {
    closed = true;
    await outer.query(command);
  };
  const requireOpen = (): void => {
    if (closed) {
      throw new Error("The nested transaction has ended. Use its tx only within its callback.");
    }
  };
  const inner: PgliteNestedTransaction = {
    query: async (...args) => (requireOpen(), outer.query(...args)),
    sql: async (...args) => (requireOpen(), outer.sql(...args)),
    exec: async (...args) => (requireOpen(), outer.exec(...args)),
    transaction: async (...args) => (requireOpen(), outer.transaction(...args)),
    rollback: async () => (requireOpen(), end("ROLLBACK")),
    get closed() {
      return closed;
    },
  };
  try {
    const result = await callback(inner);
    if (!closed) await end("COMMIT");
    return result;
  } catch (error) {
    // A failed COMMIT also leaves it open. Report the first error.
    await outer.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/** An unawaited failure fails the transaction, so it must not end the process as well. */
function handled<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}
