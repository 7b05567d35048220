import { InvalidArgumentError, type OutboxStore } from "@numipay/core";
import type { Dialect } from "../dialects/dialect.js";
import type { IntentDialect } from "../dialects/intent-dialect.js";
import type { RunOn } from "./run-on.js";
import { withoutStatements } from "./without-statements.js";

/** What a store writes in the transactions of the application. */
export type QueueMethods<Tx, Sync extends boolean> = Pick<
  OutboxStore<Tx, Sync>,
  "isSynchronous" | "enqueue" | "markOnce"
>;

/**
 * Creates the methods that write in the application's transactions.
 *
 * @param toServerError returns the error of the server, if the library wraps it
 */
export function createQueue<Tx>(
  runOn: RunOn<Tx>,
  dialect: Pick<Dialect, "toFailure">,
  intents: IntentDialect,
  toServerError: (error: unknown) => unknown = (error) => error,
): QueueMethods<Tx, false> {
  const { findTransaction } = intents;

  /** True if the server reports that no transaction is open. */
  async function isOutside(tx: Tx): Promise<boolean> {
    if (findTransaction === undefined) return false;
    const [question = ""] = findTransaction.statements;
    return !findTransaction.read([await runOn(tx, question)]);
  }

  function toFailure(error: unknown, statement: string): unknown {
    const served = toServerError(withoutStatements(error, [statement]));
    const failure = dialect.toFailure(served);
    // Applications classify the errors of their library.
    return failure === served ? error : failure;
  }

  /** Returns whether the row was written. */
  async function insert(tx: Tx, statement: string): Promise<boolean> {
    let isMisplaced: boolean;
    try {
      const { rowCount } = await runOn(tx, statement);
      if (rowCount === 1) return true;
      isMisplaced = await isOutside(tx);
    } catch (error) {
      // A transaction that has failed rejects the question too.
      isMisplaced = await isOutside(tx).catch(() => false);
      if (!isMisplaced) throw toFailure(error, statement);
    }
    if (isMisplaced) throw new InvalidArgumentError("tx", withoutTransaction);
    return false;
  }

  return {
    isSynchronous: false,
    enqueue: (tx, intent) => insert(tx, intents.enqueue(intent)),
    markOnce: (tx, key, name) => insert(tx, intents.markOnce(key, name)),
  };
}

const withoutTransaction =
  "must be inside an open transaction, but none was begun on it. Begin one first, so that your rows and the call commit together.";
