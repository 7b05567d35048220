import { notify } from "@numipay/core/protocol";
import { type HandlerPart, mapControl } from "./map-control.js";
import type { ReadText } from "./control.js";
import type { TransactionState } from "./transaction-state.js";

/** A statement that may be sent. */
export interface Admitted {
  sql: string;
  /** The command to report in the result if a savepoint was sent in its place. */
  command: "BEGIN" | "COMMIT" | "ROLLBACK" | undefined;
  /** Call this once, when the statement has finished. */
  settle: (error?: unknown) => void;
}

/** Checks every statement of one handler before it is sent. */
export interface StatementGuard {
  /**
   * Admits a text, with transaction control mapped to savepoints.
   *
   * @throws Error with the fix; a rejected text fails the whole transaction
   */
  admit(text: string): Admitted;
  /** Admits a text that is sent unchanged, so it must not contain transaction control. */
  admitUnchanged(text: string): Admitted;
  /** Rejects a statement that cannot be parsed. */
  reject(reason: string): Error;
  /**
   * Ends the handler's part.
   *
   * @throws Error when a statement is still running or the handler's own transaction is still open
   */
  close(): void;
}

/**
 * Creates the guard for a handler that starts in this transaction.
 *
 * @param readText finds the transaction control in a statement of this database
 */
export function createStatementGuard(
  state: TransactionState,
  readText: (text: string) => ReadText,
  onLateStatement?: (error: Error) => unknown,
): StatementGuard {
  const part: HandlerPart = { base: state.levels.length, running: 0 };
  let isClosed = false;

  /** Fails the transaction, even if the handler catches the error. */
  function fail(error: Error): Error {
    state.failure ??= error;
    return error;
  }

  function requireOpen(): void {
    if (isClosed || state.over !== undefined) {
      const error = isClosed ? new Error(late) : (state.over as Error);
      state.late = error;
      if (onLateStatement !== undefined) notify("onLateStatement", onLateStatement, error);
      throw error;
    }
    const stopped = state.lost ?? state.interruption ?? state.failure;
    if (stopped !== undefined) throw stopped;
  }

  function admit(text: string, mayMap: boolean): Admitted {
    requireOpen();
    const { control, altersSession, altersTransaction } = readText(text);
    state.altersSession ||= altersSession;
    state.altersTransaction ||= altersTransaction;
    if (control.kind === "none") {
      begin();
      return { sql: text, command: undefined, settle };
    }
    if (!mayMap) throw fail(new Error(controlInObject));
    try {
      const { sql, command, undo } = mapControl(text, control, state, part);
      begin();
      return {
        sql,
        command,
        settle(error) {
          if (error !== undefined) undo();
          settle();
        },
      };
    } catch (error) {
      throw fail(error as Error);
    }
  }

  function begin(): void {
    part.running += 1;
    state.running += 1;
    state.admitted += 1;
  }

  function settle(): void {
    part.running -= 1;
    state.running -= 1;
  }

  return {
    admit: (text) => admit(text, true),
    admitUnchanged: (text) => admit(text, false),
    reject(reason) {
      try {
        requireOpen();
      } catch (error) {
        return error as Error;
      }
      return fail(new Error(reason));
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      const isOpen = state.levels.slice(part.base).some(({ isNested }) => isNested);
      if (part.running === 0 && !isOpen) return;
      fail(new Error(part.running > 0 ? unawaited : leftOpen));
      // An earlier rejection takes precedence.
      throw state.failure;
    },
  };
}

const late =
  "A handler used tx after it had returned, so the statement was not run. Await every statement on tx within the handler.";

/** The error for a handler that does not wait for its statements. */
export const unawaited =
  "A handler returned while a statement on tx was still running, so the transaction was rolled back. Await every statement " +
  "and close cursors and streams within the handler.";

const leftOpen =
  "A handler returned with its own transaction still open (BEGIN without COMMIT or ROLLBACK), so everything was rolled back. " +
  "End it within the handler.";

const controlInObject =
  'A query object with transaction control was rejected and not sent. Send it as text: tx.query("BEGIN").';
