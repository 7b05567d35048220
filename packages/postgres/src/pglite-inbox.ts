import { InvalidOptionError } from "@numipay/core";
import type { PgliteTransaction } from "./pglite/pglite-handle.js";
import { type PgliteDatabase, pgliteSessions } from "./pglite/pglite-sessions.js";
import { requireMs } from "./require-ms.js";
import { createSqlInbox, type SqlInbox } from "./sql-inbox.js";
import { type TableOptions, toTableNames } from "./table-names.js";

/** Options of `pgliteInbox`. */
export interface PgliteInboxOptions extends TableOptions {
  /** A PGlite, with a data directory: one that lives in memory forgets everything when the process ends. */
  db: PgliteDatabase;
  /** Milliseconds that a claim waits for the handlers before it, then it rejects. Defaults to 5,000. */
  acquireTimeoutMs?: number | undefined;
  /** Milliseconds between two statements after which a handler's transaction is ended. Defaults to 10,000. */
  idleTimeoutMs?: number | undefined;
}

/** An inbox in a PGlite; handlers get the transaction that the record commits in. */
export type PgliteInbox = SqlInbox<PgliteTransaction>;

/**
 * An inbox in a PGlite: what a handler writes through `tx` and the record that the change was applied commit together, or
 * not at all. PGlite has one connection, so handlers work one after another, and `db` itself waits while one does: a
 * handler that writes through `db` waits for itself. Call `migrate()` once before the first delivery.
 *
 * @throws InvalidOptionError
 * @example
 * const inbox = pgliteInbox({ db: await PGlite.create("./data") });
 * await inbox.migrate();
 */
export function pgliteInbox(options: PgliteInboxOptions): PgliteInbox {
  const { db, acquireTimeoutMs = 5000, idleTimeoutMs = 10_000 } = options;
  // Drizzle has a `transaction` as well, which gives another kind of tx.
  if (typeof db?.transaction !== "function" || typeof db.exec !== "function") {
    throw new InvalidOptionError("db", 'must be a PGlite: await PGlite.create("./data").');
  }
  requireMs("acquireTimeoutMs", acquireTimeoutMs);
  requireMs("idleTimeoutMs", idleTimeoutMs);
  // PGlite has no timers that its own timeouts could go by: one that comes due stops the process for good.
  const limits = { lockTimeoutMs: 0, idleTimeoutMs: 0, statementTimeoutMs: 0 };
  const sessions = pgliteSessions(db, { acquireTimeoutMs, idleTimeoutMs });
  return createSqlInbox(sessions, toTableNames(options), limits);
}
