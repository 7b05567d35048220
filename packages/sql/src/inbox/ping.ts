import type { Dialect } from "../dialects/dialect.js";
import type { Session, Sessions } from "../sessions/session.js";

/** Creates a health check, in a transaction as a claim opens it. */
export function createPing<Tx>(
  sessions: Sessions<Tx>,
  dialect: Pick<Dialect, "write" | "toFailure">,
  { ping }: Pick<Dialect, "ping">,
): () => Promise<void> {
  async function findProblem(session: Session<Tx>): Promise<string | undefined> {
    const { statements, read } = ping();
    try {
      const results = await session.begin(dialect.write, statements);
      await session.rollback();
      session.giveBack();
      return read(results);
    } catch (error) {
      session.discard();
      throw dialect.toFailure(error);
    }
  }

  return async () => {
    const problem = await findProblem(await sessions.open());
    if (problem !== undefined) throw new Error(problem);
  };
}
