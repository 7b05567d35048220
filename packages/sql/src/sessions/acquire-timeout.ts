const timeouts = new WeakSet<Error>();

/** Creates the error for a connection that did not become free in time. */
export function acquireTimeout(message: string): Error {
  const error = new Error(message);
  timeouts.add(error);
  return error;
}

/** True if no connection became free in time. */
export function isAcquireTimeout(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  // Prisma has the same limit, and may be first.
  const isOfPrisma =
    (error as { code?: unknown }).code === "P2028" && error.message.includes("Unable to start");
  return isOfPrisma || timeouts.has(error);
}
