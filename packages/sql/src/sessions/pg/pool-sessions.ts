import { sharedState } from "@numipay/core/protocol";
import type { Pool, PoolClient } from "pg";
import { clientSession, type StatementLimits } from "./client-session.js";
import { acquireTimeout } from "../acquire-timeout.js";
import { takePermit, toPermits } from "../pool-permits.js";
import type { Session, Sessions } from "../session.js";

/** Time limits, in milliseconds. */
export interface PoolLimits extends StatementLimits {
  /** How long to wait for a connection. */
  acquireTimeoutMs: number;
}

/** A client of a pool while it is in use. */
export interface PooledClient {
  client: PoolClient;
  /** Returns the client to its pool, or removes it if it is broken. Called once. */
  release: (isBroken: boolean) => void;
}

/** A pool, which may belong to a library. */
export interface ClientSource {
  /** The pool. Its inboxes share the limit. */
  pool: object;
  /** How many connections the pool has at most. */
  max: number | undefined;
  connect(): Promise<PooledClient>;
}

const watched = /* @__PURE__ */ sharedState("watchedPools", () => new WeakSet<Pool>());

/** Creates sessions on a pool of `pg`. */
export function poolSessions(pool: Pool, limits: PoolLimits): Sessions<PoolClient> {
  if (!watched.has(pool)) {
    watched.add(pool);
    // The pool replaces an idle connection that the server closed. Without a listener, the error would end the process.
    pool.on("error", () => undefined);
  }
  const source: ClientSource = {
    pool,
    max: pool.options?.max,
    async connect() {
      const client = await pool.connect();
      return { client, release: (isBroken) => client.release(isBroken) };
    },
  };
  return clientSessions(source, limits);
}

/** Creates sessions on a pool. */
export function clientSessions(source: ClientSource, limits: PoolLimits): Sessions<PoolClient> {
  const { acquireTimeoutMs } = limits;
  return {
    async open() {
      const { client, release } = await connect(source, acquireTimeoutMs, acquireTimeoutMs);
      return clientSession(client, limits, release);
    },
    async openToHold(): Promise<Session<PoolClient>> {
      const startedAt = performance.now();
      const returnPermit = await takePermit(source.pool, toPermits(source.max), acquireTimeoutMs);
      if (returnPermit === undefined) throw acquireTimeout(toTimedOut(acquireTimeoutMs));
      try {
        const left = Math.max(1, acquireTimeoutMs - (performance.now() - startedAt));
        const { client, release } = await connect(source, left, acquireTimeoutMs);
        return clientSession(client, limits, (isBroken) => {
          release(isBroken);
          returnPermit();
        });
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

function connect(
  source: ClientSource,
  timeoutMs: number,
  acquireTimeoutMs: number,
): Promise<PooledClient> {
  // Promise.race would be slower.
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(acquireTimeout(toTimedOut(acquireTimeoutMs)));
    }, timeoutMs);
    source.connect().then(
      (pooled) => {
        clearTimeout(timer);
        // The claim has timed out: return the client to the pool.
        if (isLate) pooled.release(false);
        else resolve(pooled);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
