const timeouts = new WeakSet<Error>();

/** Creates the error for a connection that did not become free in time. */
export function acquireTimeout(message: string): Error {
  const error = new Error(message);
  timeouts.add(error);
  return error;
}

/** True if no connection became free in time. */
export function isAcquireTimeout(error: unknown): error is Error {
  return error instanceof Error && timeouts.has(error);
}
