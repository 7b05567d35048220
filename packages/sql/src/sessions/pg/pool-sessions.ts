import { sharedState } from "@numipay/core/protocol";
import type { Pool, PoolClient } from "pg";
import { clientSession, type StatementLimits } from "./client-session.js";
import { takePermit, toPermits } from "../pool-permits.js";
import type { Session, Sessions } from "../session.js";

/** Time limits, in milliseconds. */
export interface PoolLimits extends StatementLimits {
  /** How long to wait for a connection. */
  acquireTimeoutMs: number;
}

const watched = /* @__PURE__ */ sharedState("watchedPools", () => new WeakSet<Pool>());

/** Creates sessions on a pool of `pg`. */
export function poolSessions(pool: Pool, limits: PoolLimits): Sessions<PoolClient> {
  const { acquireTimeoutMs } = limits;
  if (!watched.has(pool)) {
    watched.add(pool);
    // The pool replaces an idle connection that the server closed. Without a listener, the error would end the process.
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
      const returnPermit = await takePermit(pool, toPermits(pool.options?.max), acquireTimeoutMs);
      if (returnPermit === undefined) throw new Error(toTimedOut(acquireTimeoutMs));
      try {
        const left = Math.max(1, acquireTimeoutMs - (performance.now() - startedAt));
        return clientSession(await connect(pool, left, acquireTimeoutMs), limits, returnPermit);
      } catch (error) {
        returnPermit();
        throw error;
      }
    },
  };
}

function toTimedOut(acquireTimeoutMs: number): string {
  return (
    `Timed out after ${acquireTimeoutMs} ms waiting for a database connection. Each running handler holds one, and one is ` +
    "reserved; increase the pool's max, or acquireTimeoutMs."
  );
}

function connect(pool: Pool, timeoutMs: number, acquireTimeoutMs: number): Promise<PoolClient> {
  // Promise.race would be slower.
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(new Error(toTimedOut(acquireTimeoutMs)));
    }, timeoutMs);
    pool.connect().then(
      (client) => {
        clearTimeout(timer);
        // The claim has timed out: return the client to the pool.
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
