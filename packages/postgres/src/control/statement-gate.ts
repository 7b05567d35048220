import { notify } from "@numipay/core/protocol";
import { type HandlerPart, mapControl } from "./map-control.js";
import { readText } from "./read-control.js";
import type { TransactionState } from "./transaction-state.js";

/** A statement that may be sent. */
export interface Admitted {
  sql: string;
  /** The command of the result, where a savepoint was sent instead of it. */
  command: "BEGIN" | "COMMIT" | "ROLLBACK" | undefined;
  /** To be called once, when the statement has ended. */
  settle: (error?: unknown) => void;
}

/** What every statement of one handler passes before it is sent. */
export interface StatementGate {
  /**
   * Lets a text through, with transaction control as savepoints.
   *
   * @throws Error saying what to do; a refused text makes the whole transaction fail
   */
  admit(text: string): Admitted;
  /** Admits a text that goes as it is, so it must be no transaction control. */
  admitAsIs(text: string): Admitted;
  /** Refuses a statement that cannot be read. */
  refuse(why: string): Error;
  /**
   * Ends the handler's part.
   *
   * @throws Error when a statement has not ended, or a transaction that the handler began
   */
  close(): void;
}

/** A gate for a handler that begins to work in a transaction. */
export function createStatementGate(
  state: TransactionState,
  onLateStatement?: (error: Error) => unknown,
): StatementGate {
  const part: HandlerPart = { base: state.levels.length, running: 0 };
  let isClosed = false;

  /** Makes the transaction fail, also where a handler catches the error and returns. */
  function fail(error: Error): Error {
    state.failure ??= error;
    return error;
  }

  function requireOpen(): void {
    if (isClosed || state.over !== undefined) {
      const error = isClosed ? new Error(late) : (state.over as Error);
      if (onLateStatement !== undefined) notify("onLateStatement", onLateStatement, error);
      throw error;
    }
    const stopped = state.lost ?? state.failure;
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
    if (!mayMap) throw fail(new Error(notAsText));
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
  }

  function settle(): void {
    part.running -= 1;
    state.running -= 1;
  }

  return {
    admit: (text) => admit(text, true),
    admitAsIs: (text) => admit(text, false),
    refuse(why) {
      try {
        requireOpen();
      } catch (error) {
        return error as Error;
      }
      return fail(new Error(why));
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      const isOpen = state.levels.slice(part.base).some(({ isNested }) => isNested);
      if (part.running === 0 && !isOpen) return;
      fail(new Error(part.running > 0 ? unawaited : leftOpen));
      // What was refused before led here.
      throw state.failure;
    },
  };
}

const late =
  "A handler used tx after it had returned, and the statement was not run. Await every statement on tx within the handler.";

const unawaited =
  "A handler returned while a statement on tx was still running, so nothing is kept. Await every statement, and close " +
  "cursors and streams, within the handler.";

const leftOpen =
  "A handler returned with a transaction of its own open (BEGIN without COMMIT or ROLLBACK), so nothing is kept. End it " +
  "within the handler.";

const notAsText =
  'A query object with transaction control was refused, nothing was sent. Send it as text: tx.query("BEGIN").';
