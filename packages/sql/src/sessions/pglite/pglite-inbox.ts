import { checkKnownOptions } from "@numipay/core/protocol";
import { type TableOptions, tableOptionNames } from "../../dialects/postgres/table-names.js";
import { createSqlInbox, type SqlInbox } from "../../inbox/sql-inbox.js";
import { openPglite } from "./open-pglite.js";
import type { PgliteTransaction } from "./pglite-handle.js";
import type { PgliteDatabase } from "./pglite-sessions.js";

/** Options of `pgliteInbox`. */
export interface PgliteInboxOptions extends TableOptions {
  /** A PGlite with a data directory. One in memory loses everything when the process ends. */
  db: PgliteDatabase;
  /** How long a claim waits for its turn before it rejects, in milliseconds. Defaults to `5000`. */
  acquireTimeoutMs?: number | undefined;
  /** How long a handler may run without a statement before its transaction ends, in milliseconds. Defaults to `10000`. */
  idleTimeoutMs?: number | undefined;
}

/** An inbox in PGlite. Handlers receive the transaction in which the record commits. */
export type PgliteInbox = SqlInbox<PgliteTransaction>;

/**
 * Creates an inbox in PGlite. What a handler writes through `tx` commits together with the record of the change, or not at all.
 * PGlite has one connection, so handlers run one after another and `db` waits while one runs: a handler that writes through
 * `db` deadlocks until `idleTimeoutMs`. Call `migrate()` once before the first delivery.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const inbox = pgliteInbox({ db: await PGlite.create("./data") });
 * await inbox.migrate();
 */
export function pgliteInbox(options: PgliteInboxOptions): PgliteInbox {
  checkKnownOptions(options, ["db", "acquireTimeoutMs", "idleTimeoutMs", ...tableOptionNames]);
  const { sessions, dialect, limits } = openPglite(options);
  return createSqlInbox(sessions, dialect, limits);
}
