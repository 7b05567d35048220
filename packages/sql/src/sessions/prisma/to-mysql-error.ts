import { isLost, readCause } from "./to-server-error.js";

/**
 * Returns MariaDB's error, with its number and SQLSTATE, because the dialect classifies errors by them. Other errors are returned
 * unchanged.
 */
export function toMysqlError(error: unknown): unknown {
  const { originalCode, originalMessage, state } = readCause(error);
  if (originalCode === undefined) return error;
  const message = originalMessage ?? (error as Error).message;
  // The adapter omits the state of an error that Prisma has a code for.
  const sqlState = state ?? "HY000";
  return Object.assign(new Error(message, { cause: error }), {
    errno: Number(originalCode),
    sqlState,
  });
}

/** True if the transaction's connection is gone, or Prisma has ended the transaction. */
export function isMysqlLost(error: unknown): boolean {
  const { errno = Number(readCause(error).originalCode ?? 0) } = error as { errno?: number };
  // Negative: of the system. From 45000: of the driver `mariadb`. The others: the server is stopped, or it ended the connection.
  return errno < 0 || (errno >= 45_000 && errno < 46_000) || lost.includes(errno) || isLost(error);
}

const lost = [1053, 1152, 1153, 1158, 1159, 1160, 1161, 1184, 1927, 4031];
