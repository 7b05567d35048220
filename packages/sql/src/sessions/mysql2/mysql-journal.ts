import type { JournalOptions } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { Connection, Pool } from "mysql2/promise";
import { mysqlIntents } from "../../dialects/mysql/mysql-intents.js";
import {
  journalTableOptionNames,
  type MysqlJournalTableOptions,
} from "../../dialects/mysql/table-names.js";
import { type JournalLimitOptions, journalOptionNames } from "../../outbox/journal-options.js";
import { createQueue } from "../../outbox/queue-on.js";
import { createSqlJournal, type SqlJournal } from "../../outbox/sql-journal.js";
import { openMysql } from "./open-mysql.js";
import { runOnConnection } from "./run-on-connection.js";

/** Options of `mysqlJournal`. */
export interface MysqlJournalOptions
  extends JournalOptions, MysqlJournalTableOptions, JournalLimitOptions {
  /** A pool of `mysql2/promise`. The journal takes a connection for a moment before and after each call. */
  pool: Pool;
}

/** A journal in MariaDB. Calls are queued with a connection of `mysql2/promise` that is inside a transaction. */
export type MysqlJournal = SqlJournal<Pick<Connection, "query">>;

/**
 * Creates a journal in MariaDB, which sends each call that moves money once. Call `migrate()` once before the first call.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const journal = mysqlJournal({ pool: createPool(process.env.DATABASE_URL) });
 * await journal.migrate();
 * const numipay = new Numipay({ journal });
 */
export function mysqlJournal(options: MysqlJournalOptions): MysqlJournal {
  checkKnownOptions(options, ["pool", ...journalTableOptionNames, ...journalOptionNames]);
  const { sessions, dialect } = openMysql(options);
  const intents = mysqlIntents(options);
  const queue = createQueue(runOnConnection, dialect, intents);
  return createSqlJournal({ sessions, dialect, intents, queue }, options);
}
