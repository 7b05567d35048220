import type { PinoLike } from "./numipay-logger.js";
import type { LogEntry } from "./log-entry.js";

/** A child has the fields, so that the error can be the first argument: pino then stores it under the user's `errorKey`. */
export function writePino(logger: PinoLike, { level, message, error, fields }: LogEntry): void {
  const child = Object.keys(fields).length === 0 ? logger : logger.child({ numipay: fields });
  if (error instanceof Error) return child[level](error, message);
  child[level](error === undefined ? {} : { err: error }, message);
}
