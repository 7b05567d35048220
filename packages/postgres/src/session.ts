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
  /** Closes the connection: whatever transaction is open in it ends without effect. */
  discard(): void;
}

/** Gives connections. Rejects rather than hang when none comes free. */
export type OpenSession<Tx> = () => Promise<Session<Tx>>;

/** Runs statements that need no transaction held, and gives the connection back. */
export async function runOnce<Tx>(open: OpenSession<Tx>, sql: string): Promise<StatementResult[]> {
  const session = await open();
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
