import { query as fromTemplate } from "@electric-sql/pglite/template";
import type { HandlerScope } from "@numipay/core";
import type { Results, Transaction } from "@electric-sql/pglite";
import type { Admitted, StatementGate } from "../control/statement-gate.js";

/** What handlers write through: PGlite's transaction, without the means to end it. */
export interface PgliteTransaction extends Pick<Transaction, "query" | "sql" | "exec"> {
  /** Runs a transaction within this one: it commits or rolls back for itself, and ends with this one. */
  transaction<Result>(callback: (tx: PgliteNestedTransaction) => Promise<Result>): Promise<Result>;
}

/** A transaction within a handler's. */
export interface PgliteNestedTransaction extends PgliteTransaction {
  /** Takes back what it wrote. */
  rollback(): Promise<void>;
  /** Whether it has ended. */
  readonly closed: boolean;
}

/** Runs a statement of a handler, and keeps its turn alive meanwhile. */
export type RunStatement = <Answer>(statement: () => Promise<Answer>) => Promise<Answer>;

/** A handle for one handler: every statement passes the gate. */
export function createPgliteHandle(
  tx: Transaction,
  run: RunStatement,
  gate: StatementGate,
): HandlerScope<PgliteTransaction> {
  async function send<Answer>(
    text: string,
    asIs: () => Promise<Answer>,
    toAnswer: (mapped: Results) => Answer,
  ): Promise<Answer> {
    const { sql, command, settle }: Admitted = gate.admit(text);
    try {
      const answer = await run(async () => {
        if (command === undefined) return asIs();
        await tx.exec(sql);
        return toAnswer({ rows: [], fields: [], affectedRows: 0 });
      });
      settle();
      return answer;
    } catch (error) {
      settle(error ?? new Error("The statement failed."));
      throw error;
    }
  }

  const handle: PgliteTransaction = {
    query<Row>(sql: string, ...rest: [unknown[]?, object?]) {
      const asIs = () => tx.query<Row>(sql, ...rest);
      return handled(send(sql, asIs, (mapped) => mapped as Results<Row>));
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
  return { tx: handle, close: () => gate.close() };
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
    if (closed) throw new Error("The transaction within the handler's is over.");
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
    // Also after a COMMIT that failed, which leaves it open; what went wrong first is what matters.
    await outer.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/** A failure that is not awaited makes the transaction fail all the same: it need not end the process as well. */
function handled<Answer>(promise: Promise<Answer>): Promise<Answer> {
  promise.catch(() => undefined);
  return promise;
}
