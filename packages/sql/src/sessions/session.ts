import type { HandlerScope } from "@numipay/core";
import type { TransactionState } from "../control/transaction-state.js";
import type { Opening, Recorded, StatementResult } from "../dialects/dialect.js";

/**
 * A connection while it is in use, which runs at most one transaction. Statements are sent in as few round trips as the driver
 * allows. Every method that runs statements rejects on timeout and then ends the session; `timeoutMs` defaults to the limit for
 * the inbox's own statements.
 */
export interface Session<Tx> {
  /** The state of its transaction. */
  state: TransactionState;
  /** Runs statements in a transaction of their own and returns the result of each. */
  transact(
    opening: Opening,
    statements: readonly string[],
    timeoutMs?: number,
  ): Promise<StatementResult[]>;
  /** Begins the transaction, runs statements in it and returns the result of each. */
  begin(opening: Opening, statements: readonly string[]): Promise<StatementResult[]>;
  /** Runs statements and commits. If one fails, COMMIT is never sent. */
  commit(statements: readonly string[], timeoutMs?: number): Promise<void>;
  /** Rolls the transaction back. */
  rollback(): Promise<void>;
  /** Opens a handle for one handler in this session's transaction. */
  openScope(onLateStatement: ((error: Error) => unknown) | undefined): HandlerScope<Tx>;
  /** Returns the connection. */
  giveBack(): void;
  /** Closes the connection at once, which rolls back an open transaction. */
  discard(reason?: Error): void;
  /** Notifies waiting claims which lock this session holds, and the records of its transaction. */
  hold?: ((lockName: string, records: Recorded[]) => void) | undefined;
}

/** Opens sessions. Rejects on timeout if no connection becomes free. */
export interface Sessions<Tx> {
  open(): Promise<Session<Tx>>;
  /** Opens a session for a handler. A pool reserves its last connection for everything else. */
  openToHold(): Promise<Session<Tx>>;
  /**
   * For engines with one writer. Waits for a session, unless the active session holds this lock: then returns the records it
   * read. No other session can write meanwhile, so they are current. `toHold` is false for a session that only reads.
   */
  openUnlessHeld?:
    | ((lockName: string, toHold: boolean) => Promise<Session<Tx> | { held: Recorded[] }>)
    | undefined;
}

/** Runs statements in an open session and a transaction of their own, and ends the session. */
export async function runIn<Tx>(
  session: Session<Tx>,
  opening: Opening,
  statements: readonly string[],
  timeoutMs?: number,
): Promise<StatementResult[]> {
  try {
    const results = await session.transact(opening, statements, timeoutMs);
    session.giveBack();
    return results;
  } catch (error) {
    // The transaction may still be open, and closing the connection always ends it.
    session.discard();
    throw error;
  }
}
