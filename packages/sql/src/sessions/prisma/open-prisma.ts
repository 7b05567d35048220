import { InvalidOptionError } from "@numipay/core";
import { mysqlDialect } from "../../dialects/mysql/mysql-dialect.js";
import { postgresDialect } from "../../dialects/postgres/postgres-dialect.js";
import { requireUtf8 } from "../../dialects/postgres/require-utf8.js";
import type { TableOptions } from "../../dialects/postgres/table-names.js";
import {
  type HandlerLimitOptions,
  type LibraryLimitOptions,
  readLibraryLimits,
  readMaxHandlers,
} from "../library/library-limits.js";
import { librarySessions } from "../library/library-sessions.js";
import { mysqlSessions } from "../library/mysql-sessions.js";
import { onlyMariadb, onlyPostgres, rejectOption, sqliteAdvice } from "../library/reject-option.js";
import type { OpenedLibraryDatabase } from "../opened-database.js";
import { requireMs } from "../require-ms.js";
import { prismaMysqlSource } from "./mysql-source.js";
import type { PrismaClientLike, PrismaTransaction } from "./prisma-client.js";
import { prismaLibrary } from "./prisma-library.js";
import { withProviderAdvice } from "./with-provider-advice.js";

interface PrismaOptions<Client> extends TableOptions, LibraryLimitOptions, HandlerLimitOptions {
  prisma: Client;
  provider?: "postgresql" | "mysql" | undefined;
  database?: string | undefined;
  transactionTimeoutMs?: number | undefined;
}

/**
 * Opens a Prisma client for an inbox or a journal.
 *
 * @throws InvalidOptionError naming the option
 */
export function openPrisma<Client extends PrismaClientLike>(
  options: PrismaOptions<Client>,
): OpenedLibraryDatabase<PrismaTransaction<Client>> {
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
      return { engine: "postgres", sessions: checked, dialect, limits };
    }
    case "mysql": {
      rejectOption("schema", options.schema, onlyPostgres);
      const dialect = mysqlDialect(options);
      const source = prismaMysqlSource(prisma, { ...limits, maxHandlers });
      const sessions = mysqlSessions(source, dialect, limits);
      const checked = withProviderAdvice(sessions, "MariaDB");
      return { engine: "mysql", sessions: checked, dialect, limits };
    }
    default:
      throw new InvalidOptionError("provider", toUnsupported(provider));
  }
}

function toUnsupported(provider: string): string {
  const supported = `must be "postgresql", or "mysql" for MariaDB, not "${provider}".`;
  return provider === "sqlite" ? `${supported} ${sqliteAdvice}` : supported;
}
