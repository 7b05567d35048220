import type { JournalOptions } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { Pool as CallbackMysqlPool } from "mysql2";
import type { Pool as MysqlPool } from "mysql2/promise";
import type { Pool } from "pg";
import type { Sql } from "postgres";
import type { MysqlJournalTableOptions } from "../../dialects/mysql/table-names.js";
import {
  type JournalTableOptions,
  journalTableOptionNames,
} from "../../dialects/postgres/table-names.js";
import { type JournalLimitOptions, journalOptionNames } from "../../outbox/journal-options.js";
import { createLibraryJournal } from "../../outbox/library-journal.js";
import type { SqlJournal } from "../../outbox/sql-journal.js";
import { openDrizzle } from "./open-drizzle.js";
import { type DrizzleTransaction, runOnDrizzle } from "./run-on-drizzle.js";

/** Options of `drizzleJournal`. */
export interface DrizzleJournalOptions
  extends JournalOptions, JournalTableOptions, MysqlJournalTableOptions, JournalLimitOptions {
  /**
   * A pool of `pg`, the `sql` of postgres.js, or a pool of `mysql2` or `mysql2/promise`. The journal takes a connection for a moment before
   * and after each call.
   */
  client: Pool | Sql | MysqlPool | CallbackMysqlPool;
}

/** A journal in PostgreSQL or MariaDB. Calls are queued with a transaction of Drizzle. */
export type DrizzleJournal = SqlJournal<DrizzleTransaction>;

/**
 * Creates a journal in PostgreSQL, on the client of Drizzle with `pg` or postgres.js, or in MariaDB, with `mysql2`. It sends each call
 * that moves money once. Call `migrate()` once before the first call.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const journal = drizzleJournal({ client: pool });
 * await journal.migrate();
 * const numipay = new Numipay({ journal });
 */
export function drizzleJournal(options: DrizzleJournalOptions): DrizzleJournal {
  checkKnownOptions(options, [
    "client",
    "database",
    ...journalTableOptionNames,
    ...journalOptionNames,
  ]);
  // Its sessions run no handlers, so they need no database of Drizzle.
  const opened = openDrizzle({
    ...options,
    client: options.client as Pool,
    drizzle: () => undefined,
  });
  return createLibraryJournal(opened, { runOn: runOnDrizzle, toServerError }, options);
}

/** Drizzle wraps the errors of its drivers. */
function toServerError(error: unknown): unknown {
  return (error as { cause?: unknown } | undefined)?.cause ?? error;
}
