/** The fields of Prisma's errors that carry the server's. */
interface PrismaError {
  code?: string;
  message?: string;
  meta?: { driverAdapterError?: DriverAdapterError };
}

/** The error of a driver adapter. */
interface DriverAdapterError {
  name?: string;
  cause?: { originalCode?: string; originalMessage?: string; state?: string; table?: string };
}

/**
 * Returns the server's error, with its SQLSTATE as the code, because the dialect classifies errors by it. Other errors are returned
 * unchanged.
 */
export function toServerError(error: unknown): unknown {
  const { originalCode, originalMessage, table } = readCause(error);
  if (originalCode === undefined) return error;
  const message = originalMessage ?? (error as Error).message;
  return Object.assign(new Error(message, { cause: error }), { code: originalCode, table });
}

/** Prisma's codes for a lost connection, and for a transaction that has ended. */
const lost = ["P1001", "P1002", "P1008", "P1017", "P2028"];

/** True if the transaction's connection is gone, or Prisma has rolled the transaction back. */
export function isLost(error: unknown): boolean {
  const { code = "" } = error as PrismaError;
  // Class 57P: the server or an administrator ended the connection.
  return lost.includes(code) || (readCause(error).originalCode ?? "").startsWith("57P");
}

/** Returns what the driver adapter knows of the server's error. */
export function readCause(error: unknown): NonNullable<DriverAdapterError["cause"]> {
  const { meta } = error as PrismaError;
  // The error of a statement has it in `meta`; that of COMMIT is the adapter's own.
  const adapterError = meta?.driverAdapterError ?? (error as DriverAdapterError);
  const { cause } = adapterError;
  return typeof cause === "object" && cause !== null ? cause : {};
}
