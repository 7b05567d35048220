import type { Pool, PoolClient } from "pg";
import { clientSession, type StatementLimits } from "./client-session.js";
import { takePermit } from "./pool-permits.js";
import type { Session, Sessions } from "./session.js";

/** Times that sessions of a pool keep, in milliseconds. */
export interface PoolLimits extends StatementLimits {
  /** How long to wait for a connection. */
  acquireTimeoutMs: number;
}

const watched = new WeakSet<Pool>();

/** Sessions of a pool of `pg`. */
export function poolSessions(pool: Pool, limits: PoolLimits): Sessions<PoolClient> {
  const { acquireTimeoutMs } = limits;
  if (!watched.has(pool)) {
    watched.add(pool);
    // An idle connection that the server cuts is no failure: the pool drops it. Without a listener it ends the process.
    pool.on("error", () => undefined);
  }
  const nothing = (): void => undefined;
  return {
    async open() {
      return clientSession(
        await connect(pool, acquireTimeoutMs, acquireTimeoutMs),
        limits,
        nothing,
      );
    },
    async openToHold(): Promise<Session<PoolClient>> {
      const startedAt = performance.now();
      const giveBackPermit = await takePermit(pool, acquireTimeoutMs);
      if (giveBackPermit === undefined) throw new Error(toLate(acquireTimeoutMs));
      try {
        const left = Math.max(1, acquireTimeoutMs - (performance.now() - startedAt));
        return clientSession(await connect(pool, left, acquireTimeoutMs), limits, giveBackPermit);
      } catch (error) {
        giveBackPermit();
        throw error;
      }
    },
  };
}

function toLate(acquireTimeoutMs: number): string {
  return (
    `Timed out after ${acquireTimeoutMs} ms waiting for a database connection (acquireTimeoutMs). Each running handler ` +
    "holds one, and one is kept for everything else: increase the pool's max."
  );
}

function connect(pool: Pool, timeoutMs: number, acquireTimeoutMs: number): Promise<PoolClient> {
  // Without a race of promises, which takes longer.
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(new Error(toLate(acquireTimeoutMs)));
    }, timeoutMs);
    pool.connect().then(
      (client) => {
        clearTimeout(timer);
        // The claim has been refused meanwhile: back into the pool, or it would be lost.
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
