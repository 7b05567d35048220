import type { HandlerScope } from "@numipay/core";
import type { TransactionState } from "./control/transaction-state.js";

/** The result of one statement, with values in PostgreSQL's text format. */
export interface StatementResult {
  rows: Record<string, string | null>[];
  /** The number of rows written. */
  rowCount: number;
}

/** A connection while it is in use. */
export interface Session<Tx> {
  /** The state of its transaction. */
  state: TransactionState;
  /**
   * Runs statements in one round trip and returns the result of each. On timeout it rejects and ends the session. `timeoutMs`
   * defaults to the limit for the inbox's own statements.
   */
  run(sql: string, timeoutMs?: number): Promise<StatementResult[]>;
  /** Opens a handle for one handler in this session's transaction. */
  openScope(onLateStatement: ((error: Error) => unknown) | undefined): HandlerScope<Tx>;
  /** Returns the connection. */
  giveBack(): void;
  /** Closes the connection at once, which rolls back an open transaction. */
  discard(reason?: Error): void;
  /** Notifies waiting claims which transaction this session claimed, and its records. */
  hold?: ((name: string, records: Recorded[]) => void) | undefined;
}

/** A recorded change. */
export interface Recorded {
  status: string;
  digest: string;
  isFinal: boolean;
  isHandled: boolean;
}

/** Opens sessions. Rejects on timeout if no connection becomes free. */
export interface Sessions<Tx> {
  open(): Promise<Session<Tx>>;
  /** Opens a session for a handler. A pool reserves its last connection for everything else. */
  openToHold(): Promise<Session<Tx>>;
  /**
   * For engines with one connection. Waits for a session, unless the active session has claimed this transaction: then returns
   * the records it read. No other session can write meanwhile, so they are current.
   */
  openUnlessHeld?: ((name: string) => Promise<Session<Tx> | { held: Recorded[] }>) | undefined;
}

/** Runs statements in a new session. */
export async function runOnce<Tx>(
  sessions: Sessions<Tx>,
  sql: string,
  timeoutMs?: number,
): Promise<StatementResult[]> {
  return runIn(await sessions.open(), sql, timeoutMs);
}

/** Runs statements in an open session and ends it. */
export async function runIn<Tx>(
  session: Session<Tx>,
  sql: string,
  timeoutMs?: number,
): Promise<StatementResult[]> {
  try {
    const results = await session.run(sql, timeoutMs);
    session.giveBack();
    return results;
  } catch (error) {
    // A transaction may still be open, and closing the connection always ends it.
    session.discard();
    throw error;
  }
}

/**
 * Runs statements in a separate transaction and returns their results. Uses READ COMMITTED regardless of the database's
 * default, because stricter levels fail concurrent writers.
 */
export async function runWrite<Tx>(
  sessions: Sessions<Tx>,
  sql: string,
): Promise<StatementResult[]> {
  const results = await runOnce(sessions, `${beginWrite};\n${sql};\nCOMMIT`);
  return results.slice(1, -1);
}

/** Begins a transaction for writing. */
export const beginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
