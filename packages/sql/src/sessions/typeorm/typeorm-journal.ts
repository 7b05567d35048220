import type { JournalOptions } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { DataSource, EntityManager } from "typeorm";
import {
  type JournalTableOptions,
  journalTableOptionNames,
} from "../../dialects/postgres/table-names.js";
import { type JournalLimitOptions, journalOptionNames } from "../../outbox/journal-options.js";
import { createLibraryJournal } from "../../outbox/library-journal.js";
import type { SqlJournal } from "../../outbox/sql-journal.js";
import { openTypeorm } from "./open-typeorm.js";
import { runOnManager } from "./run-on-manager.js";

/** Options of `typeormJournal`. */
export interface TypeormJournalOptions
  extends JournalOptions, JournalTableOptions, JournalLimitOptions {
  /**
   * A data source with the type `postgres`, `mysql` or `mariadb`. The journal takes a connection for a moment before and after each call.
   */
  dataSource: DataSource;
  /** The database of the tables in MariaDB, in place of `schema`. `migrate` creates it. Defaults to the connection's. */
  database?: string | undefined;
}

/** A journal in the database of a TypeORM data source. Calls are queued with the `EntityManager` of a transaction. */
export type TypeormJournal = SqlJournal<EntityManager>;

/**
 * Creates a journal in the database of a TypeORM data source, which sends each call that moves money once. Call `migrate()` once before
 * the first call, after `dataSource.initialize()`.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const journal = typeormJournal({ dataSource });
 * await journal.migrate();
 * const numipay = new Numipay({ journal });
 */
export function typeormJournal(options: TypeormJournalOptions): TypeormJournal {
  checkKnownOptions(options, [
    "dataSource",
    "database",
    ...journalTableOptionNames,
    ...journalOptionNames,
  ]);
  return createLibraryJournal(openTypeorm(options), { runOn: runOnManager }, options);
}
