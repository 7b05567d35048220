import type { JournalOptions } from "@numipay/core";
import { mysqlIntents } from "../dialects/mysql/mysql-intents.js";
import type { MysqlJournalTableOptions } from "../dialects/mysql/table-names.js";
import { postgresIntents } from "../dialects/postgres/postgres-intents.js";
import type { JournalTableOptions } from "../dialects/postgres/table-names.js";
import type { OpenedLibraryDatabase } from "../sessions/opened-database.js";
import { createQueue } from "./queue-on.js";
import type { RunOn } from "./run-on.js";
import { createSqlJournal, type SqlJournal } from "./sql-journal.js";

/** How a library runs statements on its transactions. */
interface LibraryRuns<Tx> {
  runOn: RunOn<Tx>;
  toServerError?: ((error: unknown) => unknown) | undefined;
}

/** Creates a journal over a library that can be on either server. */
export function createLibraryJournal<Tx>(
  { sessions, dialect, engine }: OpenedLibraryDatabase<unknown>,
  { runOn, toServerError }: LibraryRuns<Tx>,
  options: JournalOptions & JournalTableOptions & MysqlJournalTableOptions,
): SqlJournal<Tx> {
  const intents = engine === "mysql" ? mysqlIntents(options) : postgresIntents(options);
  const queue = createQueue(runOn, dialect, intents, toServerError);
  return createSqlJournal({ sessions, dialect, intents, queue }, options);
}
