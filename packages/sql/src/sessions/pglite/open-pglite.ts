import { InvalidOptionError } from "@numipay/core";
import { postgresDialect } from "../../dialects/postgres/postgres-dialect.js";
import type { TableOptions } from "../../dialects/postgres/table-names.js";
import type { OpenedDatabase } from "../opened-database.js";
import { requireMs } from "../require-ms.js";
import type { PgliteTransaction } from "./pglite-handle.js";
import { type PgliteDatabase, pgliteSessions } from "./pglite-sessions.js";

/** What an inbox or a journal needs of PGlite. */
interface PgliteOptions extends TableOptions {
  db: PgliteDatabase;
  acquireTimeoutMs?: number | undefined;
  idleTimeoutMs?: number | undefined;
}

/**
 * Opens a PGlite for an inbox or a journal.
 *
 * @throws InvalidOptionError naming the option
 */
export function openPglite(options: PgliteOptions): OpenedDatabase<PgliteTransaction> {
  const { db, acquireTimeoutMs = 5000, idleTimeoutMs = 10_000 } = options;
  // Drizzle also has a `transaction` method, with another kind of tx.
  if (typeof db?.transaction !== "function" || typeof db.exec !== "function") {
    throw new InvalidOptionError("db", 'must be a PGlite: await PGlite.create("./data").');
  }
  requireMs("acquireTimeoutMs", acquireTimeoutMs);
  requireMs("idleTimeoutMs", idleTimeoutMs);
  return {
    sessions: pgliteSessions(db, { acquireTimeoutMs, idleTimeoutMs }),
    dialect: postgresDialect(options),
    // PGlite has no timers: a timeout of the database that fires would hang the process.
    limits: { lockTimeoutMs: 0, idleTimeoutMs: 0, statementTimeoutMs: 0 },
  };
}
