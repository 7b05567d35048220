import type { WinstonLike } from "./numipay-logger.js";
import type { LogEntry } from "./log-entry.js";

const deepestCause = 3;

/**
 * As one entry, not as a message with arguments: winston would append the error's text to the message, and an id that contains `%s`
 * would discard the error.
 */
export function writeWinston(
  logger: WinstonLike,
  { level, message, error, fields }: LogEntry,
): unknown {
  return logger.log({
    level: toLevel(logger, level),
    message,
    ...(Object.keys(fields).length === 0 ? {} : { numipay: fields }),
    ...(error === undefined ? {} : { error: toPlainError(error, deepestCause) }),
  });
}

/** winston's syslog levels have `warning`. */
function toLevel({ levels = {} }: WinstonLike, level: LogEntry["level"]): string {
  return level === "warn" && !("warn" in levels) && "warning" in levels ? "warning" : level;
}

/** winston's JSON format writes an error as `{}`. */
function toPlainError(error: unknown, depth: number): unknown {
  if (!(error instanceof Error) || depth === 0) return error;
  const { name, message, stack, cause } = error;
  const { code, errors } = error as { code?: unknown; errors?: unknown };
  return {
    name,
    message,
    stack,
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    ...(cause === undefined ? {} : { cause: toPlainError(cause, depth - 1) }),
    ...(Array.isArray(errors) ? { errors: errors.map((one) => toPlainError(one, depth - 1)) } : {}),
  };
}
