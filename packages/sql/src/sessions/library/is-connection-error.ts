/**
 * True if the error of a PostgreSQL driver means that the connection is gone. Errors of the server have an SQLSTATE, and a fatal one
 * ends the connection.
 */
export function isConnectionError(error: unknown): boolean {
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  if (severity === "FATAL" || severity === "PANIC") return true;
  if (typeof code === "string") return /^(?:E[A-Z]+|CONNECTION_[A-Z]+|57P0[123])$/.test(code);
  const { message = "" } = error as { message?: string };
  return /^Connection terminated|not queryable|^Client was closed/i.test(message);
}
