import type { Pool, PoolClient, QueryResult } from "pg";
import type { Session, Sessions, StatementResult } from "./session.js";

const watched = new WeakSet<Pool>();

/** Sessions of a pool of `pg`. */
export function poolSessions(pool: Pool, acquireTimeoutMs: number): Sessions<PoolClient> {
  if (!watched.has(pool)) {
    watched.add(pool);
    // An idle connection that the server cuts is no failure: the pool drops it. Without a listener it ends the process.
    pool.on("error", () => undefined);
  }
  return { open: async () => toSession(await connect(pool, acquireTimeoutMs)) };
}

function toSession(client: PoolClient): Session<PoolClient> {
  // As for an idle connection of the pool; the statement that runs in it, or the next, tells of it.
  const ignore = (): void => undefined;
  client.on("error", ignore);
  const end = (isBroken: boolean): void => {
    client.off("error", ignore);
    client.release(isBroken);
  };
  return {
    tx: client,
    async run(sql) {
      // An array when there is more than one statement, which the types do not know.
      const results = (await client.query(sql)) as unknown as QueryResult | QueryResult[];
      return (Array.isArray(results) ? results : [results]).map(toStatementResult);
    },
    giveBack: () => end(false),
    discard: () => end(true),
  };
}

function toStatementResult({ rows, rowCount }: QueryResult): StatementResult {
  return { rows: rows as Record<string, unknown>[], rowCount: rowCount ?? 0 };
}

function connect(pool: Pool, acquireTimeoutMs: number): Promise<PoolClient> {
  // By hand: a race of promises takes longer.
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(
        new Error(
          `No connection came free in ${acquireTimeoutMs} ms. Every handler at work holds one: give the pool more (max).`,
        ),
      );
    }, acquireTimeoutMs);
    pool.connect().then(
      (client) => {
        clearTimeout(timer);
        // Nobody waits for it any more: back into the pool, or it would be lost.
        if (isLate) client.release();
        else resolve(client);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
