import type { JournalOptions } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { Knex } from "knex";
import type { MysqlJournalTableOptions } from "../../dialects/mysql/table-names.js";
import {
  type JournalTableOptions,
  journalTableOptionNames,
} from "../../dialects/postgres/table-names.js";
import { type JournalLimitOptions, journalOptionNames } from "../../outbox/journal-options.js";
import { createLibraryJournal } from "../../outbox/library-journal.js";
import type { SqlJournal } from "../../outbox/sql-journal.js";
import { openKnexDatabase } from "./open-knex-database.js";
import { runOnKnex } from "./run-on-knex.js";

/** Options of `knexJournal`. */
export interface KnexJournalOptions
  extends JournalOptions, JournalTableOptions, MysqlJournalTableOptions, JournalLimitOptions {
  /** A `Knex` with the client `pg` or `mysql2`. The journal takes a connection for a moment before and after each call. */
  knex: Knex;
}

/** A journal in PostgreSQL or MariaDB. Calls are queued with a transaction of Knex. */
export type KnexJournal = SqlJournal<Knex.Transaction>;

/**
 * Creates a journal in PostgreSQL or MariaDB, with Knex, which sends each call that moves money once. Call `migrate()` once before the
 * first call.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const journal = knexJournal({ knex });
 * await journal.migrate();
 * const numipay = new Numipay({ journal });
 */
export function knexJournal(options: KnexJournalOptions): KnexJournal {
  checkKnownOptions(options, [
    "knex",
    "database",
    ...journalTableOptionNames,
    ...journalOptionNames,
  ]);
  return createLibraryJournal(openKnexDatabase(options), { runOn: runOnKnex }, options);
}
