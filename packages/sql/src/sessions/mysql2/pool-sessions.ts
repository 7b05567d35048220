import type { Pool, PoolConnection } from "mysql2/promise";
import type { Dialect } from "../../dialects/dialect.js";
import type { SessionSettings } from "../../dialects/mysql/session-settings.js";
import { takePermit, toPermits } from "../pool-permits.js";
import type { Session, Sessions } from "../session.js";
import { type ConnectionLimits, connectionSession } from "./connection-session.js";

/** Time limits, in milliseconds. */
export interface PoolLimits extends ConnectionLimits {
  /** How long to wait for a connection. */
  acquireTimeoutMs: number;
}

/** The settings of each connection's server, which are read once. By the connection of `mysql2`, because a pool wraps it each time. */
const settingsOf = new WeakMap<object, SessionSettings>();

/** Creates sessions on a pool of `mysql2`. */
export function poolSessions(
  pool: Pool,
  dialect: Dialect,
  limits: PoolLimits,
): Sessions<PoolConnection> {
  const { acquireTimeoutMs } = limits;

  async function open(timeoutMs: number, onEnd: () => void): Promise<Session<PoolConnection>> {
    const connection = await connect(pool, timeoutMs, acquireTimeoutMs);
    const known = settingsOf.get(connection.connection);
    const session = connectionSession(connection, { dialect, limits, settings: known, onEnd });
    if (known !== undefined) return session;
    // An error of a closed connection would end the process.
    connection.on("error", () => undefined);
    try {
      settingsOf.set(connection.connection, await session.identify());
      return session;
    } catch (error) {
      session.discard();
      throw error;
    }
  }

  return {
    open: () => open(acquireTimeoutMs, () => undefined),
    async openToHold() {
      const startedAt = performance.now();
      const max = pool.pool.config?.connectionLimit ?? defaultLimit;
      const returnPermit = await takePermit(pool.pool, toPermits(max), acquireTimeoutMs);
      if (returnPermit === undefined) throw new Error(toTimedOut(acquireTimeoutMs));
      try {
        const left = Math.max(1, acquireTimeoutMs - (performance.now() - startedAt));
        return await open(left, returnPermit);
      } catch (error) {
        returnPermit();
        throw error;
      }
    },
  };
}

/** Of a pool without `connectionLimit`. */
const defaultLimit = 10;

function toTimedOut(acquireTimeoutMs: number): string {
  return (
    `Timed out after ${acquireTimeoutMs} ms waiting for a database connection. Each running handler holds one, and one is ` +
    "reserved; increase the pool's connectionLimit, or acquireTimeoutMs."
  );
}

function connect(pool: Pool, timeoutMs: number, acquireTimeoutMs: number): Promise<PoolConnection> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(new Error(toTimedOut(acquireTimeoutMs)));
    }, timeoutMs);
    pool.getConnection().then(
      (connection) => {
        clearTimeout(timer);
        // The claim has timed out: return the connection to the pool.
        if (isLate) connection.release();
        else resolve(connection);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
