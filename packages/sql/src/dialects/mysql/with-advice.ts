import { toPrintable } from "@numipay/core/protocol";

/** Fields of a server error. */
interface ServerError {
  errno: number;
  message: string;
}

/** Error numbers of a missing table, column, or database. */
const outdated = [1146, 1054, 1049, 1136];

/** Error numbers of missing privileges: on a database, a table, a column, for a user, or for an operation. */
export const forbiddenErrors: readonly number[] = [1044, 1142, 1143, 1370, 1227];

/** Error numbers of a write where nothing may be written: by an option of the server, in the transaction, or in its storage. */
const readOnlyErrors: readonly number[] = [1290, 1792, 1836];

/** A statement under READ COMMITTED while the binary log has the format STATEMENT. */
const needsRowFormat = 1665;

/** Returns the server's error, which the advice may wrap. `errno` is 0 for other errors. */
export function readError(error: unknown): ServerError {
  const {
    errno,
    sqlState,
    message = "",
    cause,
  } = (error ?? {}) as Partial<ServerError> & {
    sqlState?: unknown;
    cause?: unknown;
  };
  // Errors of the system have negative numbers, and no SQLSTATE.
  if (typeof errno === "number" && errno > 0 && typeof sqlState === "string") {
    return { errno, message };
  }
  return cause === undefined ? { errno: 0, message } : readError(cause);
}

/** Adds the fix to a known failure of the inbox's own statements. */
export function withAdvice(error: unknown): unknown {
  const { errno, message } = readError(error);
  const advice = findAdvice(errno, toPrintable(message, 1_000));
  return advice === undefined ? error : new Error(advice, { cause: error });
}

function findAdvice(errno: number, message: string): string | undefined {
  if (outdated.includes(errno)) {
    return "The tables are missing or outdated. Call `await inbox.migrate()` at startup, or migrate() of the journal.";
  }
  if (forbiddenErrors.includes(errno)) {
    return (
      `The inbox or the journal has no permission to use its tables (${message}). Grant its user SELECT, INSERT and UPDATE on the tables. If the ` +
      "user has them, a handler has changed the role."
    );
  }
  if (readOnlyErrors.includes(errno)) return toReadOnly(message);
  if (errno === needsRowFormat) {
    return `The server's binlog_format is STATEMENT, which cannot log READ COMMITTED (${message}). Set it to MIXED or ROW.`;
  }
  return undefined;
}

/** The error text for a server that accepts no writes. */
export function toReadOnly(message: string): string {
  return `The database is read-only: it may be a replica, or was the primary before a failover (${message}). Connect the pool to the primary.`;
}
