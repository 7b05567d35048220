import { toPrintable } from "@numipay/core/protocol";

/** SQLSTATE of a missing table, column, function or schema. */
const outdated = ["42P01", "42703", "42883", "3F000"];

/** SQLSTATE of a write where nothing may be written. */
export const readOnly = "25006";

/** SQLSTATE of text that the database's encoding, or the connection's, cannot represent. */
export const encodingErrors: readonly string[] = ["22P05", "22021"];

/** Fields of a server error. */
interface ServerError {
  code?: string;
  message?: string;
  /** The server's function that raised it. */
  routine?: string;
}

/** Adds the fix to a known failure of the inbox's own statements. */
export function withAdvice(error: unknown): unknown {
  const { code = "", message = "", routine = "" } = error as ServerError;
  // A standby rejects the setting READ WRITE as not supported, with a message in the server's language.
  const isStandby = code === "0A000" && routine === "call_bool_check_hook";
  const advice = findAdvice(isStandby ? readOnly : code, toPrintable(message, 1_000));
  return advice === undefined ? error : new Error(advice, { cause: error });
}

function findAdvice(code: string, message: string): string | undefined {
  if (outdated.includes(code)) {
    return "The tables are missing or outdated. Call `await inbox.migrate()` at startup, or migrate() of the journal.";
  }
  if (code === "42501") return toForbidden(message);
  if (code === readOnly) {
    return `The database is read-only: it may be a standby, or was the primary before a failover (${message}). Connect the pool to the primary.`;
  }
  if (encodingErrors.includes(code)) {
    return `The database or its connection does not use UTF8 (${message}). The inbox needs a database with ENCODING 'UTF8'.`;
  }
  return undefined;
}

/** The error text for a missing privilege. */
export function toForbidden(message: string): string {
  return (
    `The inbox or the journal has no permission to use its tables (${message}). Grant its role SELECT, INSERT and UPDATE on the tables, USAGE on the ` +
    "sequence, and EXECUTE on both functions or none. If the role has them, a function that a handler called has changed the role."
  );
}
