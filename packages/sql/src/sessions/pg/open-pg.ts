import { InvalidOptionError } from "@numipay/core";
import type { Pool, PoolClient } from "pg";
import { postgresDialect } from "../../dialects/postgres/postgres-dialect.js";
import { requireUtf8 } from "../../dialects/postgres/require-utf8.js";
import type { TableOptions } from "../../dialects/postgres/table-names.js";
import { type LibraryLimitOptions, readLibraryLimits } from "../library/library-limits.js";
import type { OpenedDatabase } from "../opened-database.js";
import { poolSessions } from "./pool-sessions.js";
import { toHoldLimits } from "./to-hold-limits.js";

/**
 * Opens a pool of `pg` for an inbox or a journal.
 *
 * @throws InvalidOptionError naming the option
 */
export function openPg(
  options: { pool: Pool } & TableOptions & LibraryLimitOptions,
): OpenedDatabase<PoolClient> {
  const { pool } = options;
  if (typeof pool?.connect !== "function") {
    throw new InvalidOptionError("pool", "must be a Pool of pg: new Pool({ connectionString }).");
  }
  const limits = readLibraryLimits(options);
  const dialect = postgresDialect(options);
  const sessions = requireUtf8(poolSessions(pool, limits), dialect.read);
  return { sessions, dialect, limits: toHoldLimits(limits) };
}
