import { InvalidOptionError } from "@numipay/core";
import type { Pool, PoolClient } from "pg";
import { poolSessions } from "./pool-sessions.js";
import { requireMs } from "./require-ms.js";
import { createSqlInbox, type SqlInbox } from "./sql-inbox.js";
import { type TableOptions, toTableNames } from "./table-names.js";

/** Options of `postgresInbox`. */
export interface PostgresInboxOptions extends TableOptions {
  /** A pool of `pg`. Every handler at work holds one of its connections, so `max` bounds how many work at once. */
  pool: Pool;
  /** Milliseconds that a claim waits for a connection of the pool before it rejects. Defaults to 5,000. */
  acquireTimeoutMs?: number | undefined;
  /** Milliseconds that a statement of a handler waits for a row that another holds. Defaults to 5,000. */
  lockTimeoutMs?: number | undefined;
  /** Milliseconds between two statements after which the database ends the transaction. Defaults to 60,000. */
  idleTimeoutMs?: number | undefined;
  /**
   * Milliseconds that the inbox waits for the response to a statement of its own before it closes the connection. A record
   * may wait for a lock besides, for `lockTimeoutMs`. Defaults to 5,000.
   */
  statementTimeoutMs?: number | undefined;
  /** Milliseconds that a statement of a handler may take before the connection is closed. Defaults to 60,000. */
  handlerStatementTimeoutMs?: number | undefined;
}

/** An inbox in PostgreSQL; handlers get the `pg` client whose transaction the record commits in. */
export type PostgresInbox = SqlInbox<PoolClient>;

/**
 * An inbox in PostgreSQL. What a handler writes through `tx` and the record that the change was applied commit together,
 * or not at all: exactly once. Call `migrate()` once before the first delivery.
 *
 * @throws InvalidOptionError
 * @example
 * const inbox = postgresInbox({ pool: new Pool() });
 * await inbox.migrate();
 */
export function postgresInbox(options: PostgresInboxOptions): PostgresInbox {
  const {
    pool,
    acquireTimeoutMs = 5000,
    lockTimeoutMs = 5000,
    idleTimeoutMs = 60_000,
    statementTimeoutMs = 5000,
    handlerStatementTimeoutMs = 60_000,
  } = options;
  if (typeof pool?.connect !== "function") {
    throw new InvalidOptionError("pool", "must be a Pool of pg: new Pool({ connectionString }).");
  }
  const times = {
    acquireTimeoutMs,
    lockTimeoutMs,
    idleTimeoutMs,
    statementTimeoutMs,
    handlerStatementTimeoutMs,
  };
  for (const [option, value] of Object.entries(times)) requireMs(option, value);
  return createSqlInbox(poolSessions(pool, times), toTableNames(options), times);
}
