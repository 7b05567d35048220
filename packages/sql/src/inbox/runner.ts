import type { Dialect, Opening, Query } from "../dialects/dialect.js";
import { runIn, type Sessions } from "../sessions/session.js";

/** Runs statements in sessions and transactions of their own, and adds the fix to their failures. */
export interface Runner {
  /** Writes, and returns what the statements read. */
  write<Result>(query: Query<Result>, timeoutMs?: number): Promise<Result>;
  /** Only reads. */
  read<Result>(query: Query<Result>): Promise<Result>;
  /** Only writes. */
  run(statements: readonly string[], timeoutMs?: number): Promise<void>;
}

/** Creates the runner of one inbox. */
export function createRunner<Tx>(sessions: Sessions<Tx>, dialect: Dialect): Runner {
  async function run<Result>(
    opening: Opening,
    { statements, read }: Query<Result>,
    timeoutMs?: number,
  ): Promise<Result> {
    const session = await sessions.open();
    try {
      return read(await runIn(session, opening, statements, timeoutMs));
    } catch (error) {
      throw dialect.toFailure(error);
    }
  }
  return {
    write: (query, timeoutMs) => run(dialect.write, query, timeoutMs),
    read: (query) => run(dialect.read, query),
    run: (statements, timeoutMs) =>
      run(dialect.write, { statements, read: () => undefined }, timeoutMs),
  };
}
