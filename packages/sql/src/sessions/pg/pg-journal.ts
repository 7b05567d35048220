import type { JournalOptions } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { ClientBase, Pool } from "pg";
import { postgresIntents } from "../../dialects/postgres/postgres-intents.js";
import {
  type JournalTableOptions,
  journalTableOptionNames,
} from "../../dialects/postgres/table-names.js";
import { type JournalLimitOptions, journalOptionNames } from "../../outbox/journal-options.js";
import { createQueue } from "../../outbox/queue-on.js";
import { createSqlJournal, type SqlJournal } from "../../outbox/sql-journal.js";
import { openPg } from "./open-pg.js";
import { runOnClient } from "./run-on-client.js";

/** Options of `pgJournal`. */
export interface PgJournalOptions extends JournalOptions, JournalTableOptions, JournalLimitOptions {
  /** A pool of `pg`. The journal takes a connection for a moment before and after each call. */
  pool: Pool;
}

/** A journal in PostgreSQL. Calls are queued with a client of `pg` that is inside a transaction. */
export type PgJournal = SqlJournal<ClientBase>;

/**
 * Creates a journal in PostgreSQL, which sends each call that moves money once. Call `migrate()` once before the first call.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const journal = pgJournal({ pool: new Pool() });
 * await journal.migrate();
 * const numipay = new Numipay({ journal });
 */
export function pgJournal(options: PgJournalOptions): PgJournal {
  checkKnownOptions(options, ["pool", ...journalTableOptionNames, ...journalOptionNames]);
  const { sessions, dialect } = openPg(options);
  const intents = postgresIntents(options);
  const queue = createQueue(runOnClient, dialect, intents);
  return createSqlJournal({ sessions, dialect, intents, queue }, options);
}
