import type { Transaction } from "@electric-sql/pglite";
import type { JournalOptions } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import { postgresIntents } from "../../dialects/postgres/postgres-intents.js";
import {
  type JournalTableOptions,
  journalTableOptionNames,
} from "../../dialects/postgres/table-names.js";
import { createQueue } from "../../outbox/queue-on.js";
import { createSqlJournal, type SqlJournal } from "../../outbox/sql-journal.js";
import { openPglite } from "./open-pglite.js";
import type { PgliteDatabase } from "./pglite-sessions.js";
import { runOnPglite } from "./run-on-pglite.js";

/** Options of `pgliteJournal`. */
export interface PgliteJournalOptions extends JournalOptions, JournalTableOptions {
  /** A PGlite with a data directory. One in memory loses everything when the process ends, and with `relaxedDurability` the last calls. */
  db: PgliteDatabase;
  /** How long a call waits for its turn before it throws, in milliseconds. It is not sent then. Defaults to `5000`. */
  acquireTimeoutMs?: number | undefined;
}

/** A journal in PGlite. Calls are queued with a transaction of PGlite. */
export type PgliteJournal = SqlJournal<Pick<Transaction, "exec">>;

/**
 * Creates a journal in PGlite, which sends each call that moves money once. PGlite has one connection: a call inside a transaction of
 * `db` or a handler waits for its end, so queue it with the outbox instead. Call `migrate()` once before the first call.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const journal = pgliteJournal({ db: await PGlite.create("./data") });
 * await journal.migrate();
 * const numipay = new Numipay({ journal });
 */
export function pgliteJournal(options: PgliteJournalOptions): PgliteJournal {
  checkKnownOptions(options, [
    "db",
    "account",
    "namespace",
    "storeUrl",
    "responseTtlMs",
    "acquireTimeoutMs",
    ...journalTableOptionNames,
  ]);
  const { sessions, dialect } = openPglite(options);
  // Its clock has milliseconds.
  const intents = postgresIntents(options, false);
  const queue = createQueue(runOnPglite, dialect, intents);
  return createSqlJournal({ sessions, dialect, intents, queue }, options);
}
