import pg from "pg";
import { followBackends, type ReadBackendTime } from "./backend-time.js";

/** The connections of one contestant. */
export interface ContestantPool {
  pool: pg.Pool;
  readServerTime: ReadBackendTime;
  /** Resolves once no connection is in use: a rollback that a contestant does not wait for is part of its work. */
  settle: () => Promise<void>;
}

/** Opens a pool for one contestant, so that the server's processor time is known for each. */
export function openContestantPool(config: pg.PoolConfig, max: number): ContestantPool {
  // A connection that is opened again would cost time in the middle of a batch.
  const pool = new pg.Pool({ ...config, max, idleTimeoutMillis: 0, connectionTimeoutMillis: 3000 });
  return {
    pool,
    readServerTime: followBackends(pool),
    async settle() {
      while (pool.totalCount > pool.idleCount) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
