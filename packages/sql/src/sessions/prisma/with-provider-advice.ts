import type { Sessions } from "../session.js";

/**
 * Explains the error of a client that is connected to another database. Prisma does not show which one it is, but that one does not
 * understand the statements of the first session.
 */
export function withProviderAdvice<Tx>(sessions: Sessions<Tx>, engine: string): Sessions<Tx> {
  const explain = (error: unknown): never => {
    const { message = "" } = error as { message?: string };
    if (!isNotUnderstood.test(message)) throw error;
    throw new Error(toAdvice(engine), { cause: error });
  };
  return {
    open: () => sessions.open().catch(explain),
    openToHold: () => sessions.openToHold().catch(explain),
  };
}

/** Of MariaDB, PostgreSQL and SQLite. */
const isNotUnderstood =
  /error in your SQL syntax|syntax error|column "character_set_client" does not exist|unrecognized token/i;

function toAdvice(engine: string): string {
  return (
    `The client of Prisma is not connected to ${engine}. Set the inbox's provider to that of your Prisma schema: "postgresql", or ` +
    '"mysql" for MariaDB. On SQLite, use sqliteInbox of @numipay/sql/better-sqlite3.'
  );
}
