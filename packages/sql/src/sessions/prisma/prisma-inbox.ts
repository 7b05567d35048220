import { InvalidOptionError } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import { postgresDialect } from "../../dialects/postgres/postgres-dialect.js";
import { requireUtf8 } from "../../dialects/postgres/require-utf8.js";
import { type TableOptions, tableOptionNames } from "../../dialects/postgres/table-names.js";
import { createSqlInbox, type SqlInbox } from "../../inbox/sql-inbox.js";
import {
  type HandlerLimitOptions,
  libraryLimitNames,
  type LibraryLimitOptions,
  readLibraryLimits,
  readMaxHandlers,
} from "../library/library-limits.js";
import { librarySessions } from "../library/library-sessions.js";
import { requireMs } from "../require-ms.js";
import type { PrismaClientLike, PrismaTransaction } from "./prisma-client.js";
import { prismaLibrary } from "./prisma-library.js";

/** Options of `prismaInbox`. */
export interface PrismaInboxOptions<Client extends PrismaClientLike>
  extends TableOptions, LibraryLimitOptions, HandlerLimitOptions {
  /** A Prisma client with a driver adapter for PostgreSQL. Each running handler holds a connection of the adapter's pool. */
  prisma: Client;
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
    "transactionTimeoutMs",
    "maxHandlers",
    ...tableOptionNames,
    ...libraryLimitNames,
  ]);
  const { prisma, transactionTimeoutMs = 180_000 } = options;
  if (typeof prisma?.$transaction !== "function") {
    throw new InvalidOptionError(
      "prisma",
      "must be a Prisma client: new PrismaClient({ adapter }).",
    );
  }
  requireMs("transactionTimeoutMs", transactionTimeoutMs);
  const limits = readLibraryLimits(options);
  const maxHandlers = readMaxHandlers(options);
  const dialect = postgresDialect(options);
  const library = prismaLibrary(prisma, { ...limits, transactionTimeoutMs });
  const sessions = librarySessions(library, dialect, { ...limits, maxHandlers, pool: prisma });
  return createSqlInbox(requireUtf8(sessions, dialect.read), dialect, limits);
}
