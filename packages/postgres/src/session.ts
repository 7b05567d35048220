import type { HandlerScope } from "@numipay/core";
import type { TransactionState } from "./control/transaction-state.js";

/** What one statement gave; every value as PostgreSQL writes it. */
export interface StatementResult {
  rows: Record<string, string | null>[];
  /** Rows that it wrote. */
  rowCount: number;
}

/** One connection, for as long as it is held. */
export interface Session<Tx> {
  /** What is known of the transaction in it. */
  state: TransactionState;
  /**
   * Runs statements in one round trip, and gives what each gave. Rejects after a time, and ends the session then; that is
   * the inbox's own unless given.
   */
  run(sql: string, timeoutMs?: number): Promise<StatementResult[]>;
  /** A handle for one handler, which works in the transaction of this session. */
  openScope(onLateStatement: ((error: Error) => unknown) | undefined): HandlerScope<Tx>;
  /** Gives the connection back. */
  giveBack(): void;
  /** Ends it at once: a transaction that is open in it ends without effect. */
  discard(reason?: Error): void;
  /** Reports to the claims that wait for their turn which transaction this session claimed, and what it read of it. */
  hold?: ((name: string, records: Recorded[]) => void) | undefined;
}

/** A change as it is recorded. */
export interface Recorded {
  status: string;
  digest: string;
  isFinal: boolean;
  isHandled: boolean;
}

/** Gives connections. Rejects rather than hang when none comes free. */
export interface Sessions<Tx> {
  open(): Promise<Session<Tx>>;
  /** A session that a handler may hold: a pool keeps its last connection for everything else. */
  openToHold(): Promise<Session<Tx>>;
  /**
   * Where all take turns on one connection: a session, or at once what the session at work read when it claimed the same
   * payment's transaction. No other can record meanwhile, so that is what is recorded still.
   */
  openUnlessHeld?: ((name: string) => Promise<Session<Tx> | { held: Recorded[] }>) | undefined;
}

/** Runs statements that need no transaction held, and gives the connection back. */
export async function runOnce<Tx>(
  sessions: Sessions<Tx>,
  sql: string,
  timeoutMs?: number,
): Promise<StatementResult[]> {
  return runIn(await sessions.open(), sql, timeoutMs);
}

/** The same in a session that is open. */
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
    // The statements may have left a transaction open: closing is the one end that is sure.
    session.discard();
    throw error;
  }
}

/**
 * Runs statements in a transaction of their own, and gives what they gave. In READ COMMITTED, whatever the database's default
 * is: a stricter one refuses writers that come at the same time.
 */
export async function runWrite<Tx>(
  sessions: Sessions<Tx>,
  sql: string,
): Promise<StatementResult[]> {
  const results = await runOnce(sessions, `${beginWrite};\n${sql};\nCOMMIT`);
  return results.slice(1, -1);
}

/** Begins a transaction in which the inbox may write. */
export const beginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
