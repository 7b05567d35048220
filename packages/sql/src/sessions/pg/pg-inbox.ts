import { checkKnownOptions } from "@numipay/core/protocol";
import type { Pool, PoolClient } from "pg";
import { type TableOptions, tableOptionNames } from "../../dialects/postgres/table-names.js";
import { createSqlInbox, type SqlInbox } from "../../inbox/sql-inbox.js";
import { libraryLimitNames } from "../library/library-limits.js";
import { openPg } from "./open-pg.js";

/** Options of `pgInbox`. */
export interface PgInboxOptions extends TableOptions {
  /** A pool of `pg`. Each running handler holds a connection, so `max` limits how many run at once. */
  pool: Pool;
  /** How long a claim waits for a connection before it rejects, in milliseconds. Defaults to `5000`. */
  acquireTimeoutMs?: number | undefined;
  /** How long a handler's statement waits for a locked row, in milliseconds. Defaults to `5000`. */
  lockTimeoutMs?: number | undefined;
  /** How long a transaction may be idle before the database ends it, in milliseconds. Defaults to `60000`. */
  idleTimeoutMs?: number | undefined;
  /**
   * How long the inbox waits for one of its own statements before it closes the connection, in milliseconds. When it writes the
   * record, `lockTimeoutMs` is added. Defaults to `5000`.
   */
  statementTimeoutMs?: number | undefined;
  /** How long a handler's statement may take before the connection is closed, in milliseconds. The server ends what is left running a second
   * later. Defaults to `60000`. */
  handlerStatementTimeoutMs?: number | undefined;
}

/** An inbox in PostgreSQL. Handlers receive the `pg` client in whose transaction the record commits. */
export type PgInbox = SqlInbox<PoolClient>;

/**
 * Creates an inbox in PostgreSQL. What a handler writes through `tx` commits together with the record of the change, or not at
 * all: exactly once. Call `migrate()` once before the first delivery.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const inbox = pgInbox({ pool: new Pool() });
 * await inbox.migrate();
 */
export function pgInbox(options: PgInboxOptions): PgInbox {
  checkKnownOptions(options, ["pool", ...tableOptionNames, ...libraryLimitNames]);
  const { sessions, dialect, limits } = openPg(options);
  return createSqlInbox(sessions, dialect, limits);
}
