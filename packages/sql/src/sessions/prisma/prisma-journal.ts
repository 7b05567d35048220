import type { JournalOptions } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import {
  type JournalTableOptions,
  journalTableOptionNames,
} from "../../dialects/postgres/table-names.js";
import { type JournalLimitOptions, journalOptionNames } from "../../outbox/journal-options.js";
import { createLibraryJournal } from "../../outbox/library-journal.js";
import type { SqlJournal } from "../../outbox/sql-journal.js";
import { openPrisma } from "./open-prisma.js";
import type { PrismaClientLike, PrismaTransaction } from "./prisma-client.js";
import { runOnPrisma } from "./run-on-prisma.js";
import { toMysqlError } from "./to-mysql-error.js";
import { toServerError } from "./to-server-error.js";

/** Options of `prismaJournal`. */
export interface PrismaJournalOptions<Client extends PrismaClientLike>
  extends JournalOptions, JournalTableOptions, JournalLimitOptions {
  /** A Prisma client with the adapter of `pg` or `mariadb`. The journal takes a connection for a moment before and after each call. */
  prisma: Client;
  /** The provider of your Prisma schema. `"mysql"` is for MariaDB. Defaults to `"postgresql"`. */
  provider?: "postgresql" | "mysql" | undefined;
  /** The database of the tables in MariaDB, in place of `schema`. `migrate` creates it. Defaults to the connection's. */
  database?: string | undefined;
}

/** A journal in the database of a Prisma client. Calls are queued with a `Prisma.TransactionClient`. */
export type PrismaJournal<Client> = SqlJournal<PrismaTransaction<Client>>;

/**
 * Creates a journal in the database of a Prisma client, which sends each call that moves money once. Call `migrate()` once before the
 * first call.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const journal = prismaJournal({ prisma });
 * await journal.migrate();
 * const numipay = new Numipay({ journal });
 */
export function prismaJournal<Client extends PrismaClientLike>(
  options: PrismaJournalOptions<Client>,
): PrismaJournal<Client> {
  checkKnownOptions(options, [
    "prisma",
    "provider",
    "database",
    ...journalTableOptionNames,
    ...journalOptionNames,
  ]);
  const opened = openPrisma(options);
  const runs = {
    runOn: runOnPrisma<Client>,
    toServerError: opened.engine === "mysql" ? toMysqlError : toServerError,
  };
  return createLibraryJournal(opened, runs, options);
}
