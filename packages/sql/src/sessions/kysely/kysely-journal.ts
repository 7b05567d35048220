import type { JournalOptions } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { Kysely, Transaction } from "kysely";
import type { MysqlJournalTableOptions } from "../../dialects/mysql/table-names.js";
import {
  type JournalTableOptions,
  journalTableOptionNames,
} from "../../dialects/postgres/table-names.js";
import { type JournalLimitOptions, journalOptionNames } from "../../outbox/journal-options.js";
import { createLibraryJournal } from "../../outbox/library-journal.js";
import type { SqlJournal } from "../../outbox/sql-journal.js";
import type { WatchedPool } from "../library/watch-pool.js";
import type { MysqlPoolLike } from "./mysql-pool-like.js";
import { openKysely } from "./open-kysely.js";
import { runOnKysely } from "./run-on-kysely.js";

/** Options of `kyselyJournal` on PostgreSQL. */
export interface KyselyJournalOptions<DB>
  extends JournalOptions, JournalTableOptions, JournalLimitOptions {
  /** A `Kysely` on PostgreSQL. The journal takes a connection for a moment before and after each call. */
  db: Kysely<DB>;
  /** The `Pool` of `pg` that `db` uses, if it does. The journal listens for errors of its connections. */
  pool?: WatchedPool | undefined;
}

/** Options of `kyselyJournal` on MariaDB. */
export interface KyselyMysqlJournalOptions<DB>
  extends JournalOptions, MysqlJournalTableOptions, JournalLimitOptions {
  /** A `Kysely` with the `MysqlDialect`. */
  db: Kysely<DB>;
  /** The pool of `mysql2` that `db` uses. The journal takes a connection for a moment before and after each call. */
  pool: MysqlPoolLike;
}

/** A journal in PostgreSQL or MariaDB. Calls are queued with a transaction of Kysely. */
export type KyselyJournal<DB> = SqlJournal<Transaction<DB>>;

/**
 * Creates a journal in PostgreSQL or MariaDB, with Kysely, which sends each call that moves money once. Call `migrate()` once before the
 * first call.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const journal = kyselyJournal({ db, pool });
 * await journal.migrate();
 * const numipay = new Numipay({ journal });
 */
export function kyselyJournal<DB>(options: KyselyJournalOptions<DB>): KyselyJournal<DB>;
export function kyselyJournal<DB>(options: KyselyMysqlJournalOptions<DB>): KyselyJournal<DB>;
export function kyselyJournal<DB>(
  options: KyselyJournalOptions<DB> | KyselyMysqlJournalOptions<DB>,
): KyselyJournal<DB> {
  checkKnownOptions(options, [
    "db",
    "pool",
    "database",
    ...journalTableOptionNames,
    ...journalOptionNames,
  ]);
  return createLibraryJournal(openKysely(options), { runOn: runOnKysely<DB> }, options);
}
