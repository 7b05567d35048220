import { InvalidOptionError } from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import { mysqlDialect } from "../../dialects/mysql/mysql-dialect.js";
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
import { mysqlSessions } from "../library/mysql-sessions.js";
import { onlyMariadb, onlyPostgres, rejectOption, sqliteAdvice } from "../library/reject-option.js";
import { requireMs } from "../require-ms.js";
import { prismaMysqlSource } from "./mysql-source.js";
import type { PrismaClientLike, PrismaTransaction } from "./prisma-client.js";
import { prismaLibrary } from "./prisma-library.js";
import { withProviderAdvice } from "./with-provider-advice.js";

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
  const { prisma, provider = "postgresql", transactionTimeoutMs = 180_000 } = options;
  if (typeof prisma?.$transaction !== "function") {
    throw new InvalidOptionError(
      "prisma",
      "must be a Prisma client: new PrismaClient({ adapter }).",
    );
  }
  requireMs("transactionTimeoutMs", transactionTimeoutMs);
  const limits = { ...readLibraryLimits(options), transactionTimeoutMs };
  const maxHandlers = readMaxHandlers(options);
  switch (provider) {
    case "postgresql": {
      rejectOption("database", options.database, onlyMariadb);
      const dialect = postgresDialect(options);
      const library = prismaLibrary(prisma, limits);
      const sessions = librarySessions(library, dialect, { ...limits, maxHandlers, pool: prisma });
      const checked = withProviderAdvice(requireUtf8(sessions, dialect.read), "PostgreSQL");
      return createSqlInbox(checked, dialect, limits);
    }
    case "mysql": {
      rejectOption("schema", options.schema, onlyPostgres);
      const dialect = mysqlDialect(options);
      const source = prismaMysqlSource(prisma, { ...limits, maxHandlers });
      const sessions = mysqlSessions(source, dialect, limits);
      return createSqlInbox(withProviderAdvice(sessions, "MariaDB"), dialect, limits);
    }
    default:
      throw new InvalidOptionError("provider", toUnsupported(provider));
  }
}

function toUnsupported(provider: string): string {
  const supported = `must be "postgresql", or "mysql" for MariaDB, not "${provider}".`;
  return provider === "sqlite" ? `${supported} ${sqliteAdvice}` : supported;
}
