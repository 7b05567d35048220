import { InvalidOptionError } from "@numipay/core";

/**
 * Rejects an option of another database.
 *
 * @throws InvalidOptionError if it is set
 */
export function rejectOption(option: string, value: unknown, advice: string): void {
  if (value !== undefined) throw new InvalidOptionError(option, advice);
}

/** Names the tables in MariaDB. */
export const onlyPostgres = "applies to PostgreSQL only. Use database.";

/** Names the tables in PostgreSQL. */
export const onlyMariadb = "applies to MariaDB only. Use schema.";

/** Completes the error for a library on SQLite. */
export const sqliteAdvice =
  "On SQLite, handlers are synchronous, but this library returns promises. Use sqliteInbox of @numipay/sql/better-sqlite3.";
