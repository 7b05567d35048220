/** What one statement gave. */
export interface StatementResult {
  rows: Record<string, unknown>[];
  /** Rows that it wrote. */
  rowCount: number;
}

/** One connection, for as long as it is held. */
export interface Session<Tx> {
  /** What handlers get: it runs their statements in the transaction of this session. */
  tx: Tx;
  /** Runs statements in one round trip, and gives what each gave. */
  run(sql: string): Promise<StatementResult[]>;
  /** Gives the connection back. */
  giveBack(): void;
  /** Ends it: whatever transaction is open in it ends without effect. */
  discard(): void;
  /** Tells those who wait for their turn which payment's transaction this session claimed, and what it read of it. */
  hold?: ((name: string, records: Recorded[]) => void) | undefined;
}

/** A change as it is recorded. */
export interface Recorded {
  status: string;
  digest: string;
  is_final: boolean;
}

/** Gives connections. Rejects rather than hang when none comes free. */
export interface Sessions<Tx> {
  open(): Promise<Session<Tx>>;
  /**
   * Where all take turns on one connection: a session, or at once what the session at work read when it claimed the same
   * payment's transaction. Nobody else can record meanwhile, so that is what is recorded still.
   */
  openUnlessHeld?: ((name: string) => Promise<Session<Tx> | { held: Recorded[] }>) | undefined;
}

/** Runs statements that need no transaction held, and gives the connection back. */
export async function runOnce<Tx>(sessions: Sessions<Tx>, sql: string): Promise<StatementResult[]> {
  return runIn(await sessions.open(), sql);
}

/** The same in a session that is open. */
export async function runIn<Tx>(session: Session<Tx>, sql: string): Promise<StatementResult[]> {
  try {
    const results = await session.run(sql);
    session.giveBack();
    return results;
  } catch (error) {
    // The statements may have left a transaction open: closing is the one end that is sure.
    session.discard();
    throw error;
  }
}
