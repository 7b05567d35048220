import { createJournal, type Journal, type JournalOptions, type OutboxStore } from "@numipay/core";
import type { Dialect } from "../dialects/dialect.js";
import type { IntentDialect } from "../dialects/intent-dialect.js";
import { createMigrate } from "../inbox/migrate.js";
import { createPing } from "../inbox/ping.js";
import { createRunner } from "../inbox/runner.js";
import type { Sessions } from "../sessions/session.js";
import { toCoreOptions } from "./journal-options.js";
import { journalSessions } from "./journal-sessions.js";
import type { QueueMethods } from "./queue-on.js";
import { createSqlIntents } from "./sql-intents.js";

/** A journal in an SQL database. `Tx` is a transaction of the application, in which calls can be queued. */
export interface SqlJournal<Tx, Sync extends boolean = false> extends Journal<
  OutboxStore<Tx, Sync>
> {
  /** Creates or upgrades the tables, the inbox's included. Call it at every startup; processes may run it concurrently. */
  migrate(): Promise<void>;
  /**
   * Rejects with the reason when calls would fail: the database is unreachable or read-only, or the journal's tables or privileges are
   * missing. Writes nothing.
   */
  ping(): Promise<void>;
}

/** What a journal runs on. */
export interface JournalParts<Tx, Sync extends boolean> {
  sessions: Sessions<unknown>;
  dialect: Dialect;
  intents: IntentDialect;
  queue: QueueMethods<Tx, Sync>;
}

/**
 * Creates a journal over the sessions of a driver.
 *
 * @throws InvalidOptionError when an option is invalid or unknown
 */
export function createSqlJournal<Tx, Sync extends boolean>(
  { sessions: opened, dialect, intents, queue }: JournalParts<Tx, Sync>,
  options: JournalOptions,
): SqlJournal<Tx, Sync> {
  const sessions = journalSessions(opened);
  const runner = createRunner(sessions, dialect);
  const store: OutboxStore<Tx, Sync> = {
    ...createSqlIntents({ sessions, dialect, intents, runner }),
    ...queue,
  };
  return {
    ...createJournal(store, toCoreOptions(options)),
    migrate: createMigrate(createRunner(opened, dialect), dialect),
    ping: createPing(sessions, dialect, intents),
  };
}
