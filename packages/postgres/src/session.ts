import type { HandlerScope } from "@numipay/core";
import type { TransactionState } from "./control/transaction-state.js";
import { withAdvice } from "./with-advice.js";

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

/** Runs statements in a separate transaction and returns their results. */
export async function runWrite<Tx>(
  sessions: Sessions<Tx>,
  sql: string,
  timeoutMs?: number,
): Promise<StatementResult[]> {
  return runWhole(await sessions.open(), beginWrite, { sql, timeoutMs });
}

/** The same for statements that only read. */
export async function runRead<Tx>(sessions: Sessions<Tx>, sql: string): Promise<StatementResult[]> {
  return readIn(await sessions.open(), sql);
}

/** Runs statements that only read in an open session, and ends it. */
export async function readIn<Tx>(session: Session<Tx>, sql: string): Promise<StatementResult[]> {
  return runWhole(session, beginRead, { sql });
}

async function runWhole<Tx>(
  session: Session<Tx>,
  begin: string,
  { sql, timeoutMs }: { sql: string; timeoutMs?: number | undefined },
): Promise<StatementResult[]> {
  try {
    const results = await session.run(`${begin};\n${sql};\nCOMMIT`, timeoutMs);
    session.giveBack();
    return results.slice(1, -1);
  } catch (error) {
    // The transaction may still be open, and closing the connection always ends it.
    session.discard();
    throw withAdvice(error);
  }
}

// Transactions state their modes, whatever the server, the database or the role defaults to: decision 0026.

/** Begins a transaction for writing. */
export const beginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

/** Begins a transaction for reading. Each of its statements sees what was committed before it started. */
const beginRead = "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY";
