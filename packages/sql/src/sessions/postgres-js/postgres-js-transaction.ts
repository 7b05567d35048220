import type { TransactionSql } from "postgres";

/** A transaction of postgres.js, and what handlers run on it. */
export interface PostgresJsTransaction<Types extends Record<string, unknown>> {
  sql: TransactionSql<Types>;
  /** The savepoints whose callbacks are running. postgres.js sends a statement when one ends. */
  savepoints: Set<Promise<unknown>>;
  /** Cancels each running statement. */
  running: Set<() => void>;
}
