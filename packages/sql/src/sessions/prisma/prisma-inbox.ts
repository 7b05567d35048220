import { checkKnownOptions } from "@numipay/core/protocol";
import { type TableOptions, tableOptionNames } from "../../dialects/postgres/table-names.js";
import { createSqlInbox, type SqlInbox } from "../../inbox/sql-inbox.js";
import {
  type HandlerLimitOptions,
  libraryLimitNames,
  type LibraryLimitOptions,
} from "../library/library-limits.js";
import { openPrisma } from "./open-prisma.js";
import type { PrismaClientLike, PrismaTransaction } from "./prisma-client.js";

/** Options of `prismaInbox`. */
export interface PrismaInboxOptions<Client extends PrismaClientLike>
  extends TableOptions, LibraryLimitOptions, HandlerLimitOptions {
  /** A Prisma client with the adapter of `pg` or `mariadb`. Each running handler holds a connection of the adapter's pool. */
  prisma: Client;
  /** The provider of your Prisma schema. `"mysql"` is for MariaDB. Defaults to `"postgresql"`. */
  provider?: "postgresql" | "mysql" | undefined;
  /** The database of the tables in MariaDB, in place of `schema`. `migrate` creates it. Defaults to the connection's. */
  database?: string | undefined;
  /**
   * How long a transaction may take, from the claim to the record, in milliseconds: Prisma's `timeout`. Set it above the webhook's
   * `handlerTimeoutMs`. `migrate()` and `archive()` run in one transaction each. Defaults to `180000`.
   */
  transactionTimeoutMs?: number | undefined;
}

/** An inbox in the database of a Prisma client. Handlers receive the `Prisma.TransactionClient` in which the record commits. */
export type PrismaInbox<Client> = SqlInbox<PrismaTransaction<Client>>;

/**
 * Creates an inbox in the database of a Prisma client. What a handler writes through `tx` commits together with the record of the
 * change, or not at all. The client itself uses other connections: write through `tx`, and await every query. Call `migrate()` once
 * before the first delivery.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const inbox = prismaInbox({ prisma });
 * await inbox.migrate();
 */
export function prismaInbox<Client extends PrismaClientLike>(
  options: PrismaInboxOptions<Client>,
): PrismaInbox<Client> {
  checkKnownOptions(options, [
    "prisma",
    "provider",
    "database",
    "transactionTimeoutMs",
    "maxHandlers",
    ...tableOptionNames,
    ...libraryLimitNames,
  ]);
  const { sessions, dialect, limits } = openPrisma(options);
  return createSqlInbox(sessions, dialect, limits);
}
