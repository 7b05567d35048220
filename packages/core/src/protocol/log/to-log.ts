import { notify } from "../notify.js";
import { toPrintable } from "../printable.js";
import type { LogEntry, LogFields } from "./log-entry.js";
import { checkLogger, isPino, isWinston, type NumipayLogger } from "./numipay-logger.js";
import { writePino } from "./write-pino.js";
import { writeWinston } from "./write-winston.js";

/** Beside a message: the error, if there is one, and the fields for a structured logger. */
export interface LogDetails {
  error?: unknown;
  fields?: LogFields | undefined;
}

/** Writes to the user's logger. Never throws. */
export interface Log {
  readonly error: (message: string, details?: LogDetails) => void;
  readonly warn: (message: string, details?: LogDetails) => void;
}

/**
 * @param logger Defaults to the console.
 * @throws InvalidOptionError when it is not a logger
 */
export function toLog(logger: NumipayLogger = console): Log {
  checkLogger(logger);
  const write = toWriter(logger);
  // One function per method: `notify` limits the reports of a failing logger by function.
  const writeError = (message: string, details: LogDetails): unknown =>
    write(toEntry("error", message, details));
  const writeWarning = (message: string, details: LogDetails): unknown =>
    write(toEntry("warn", message, details));
  return {
    error: (message, details = {}) => notify("logger.error", writeError, message, details),
    warn: (message, details = {}) => notify("logger.warn", writeWarning, message, details),
  };
}

function toWriter(logger: NumipayLogger): (entry: LogEntry) => unknown {
  if (isPino(logger)) return (entry) => writePino(logger, entry);
  if (isWinston(logger)) return (entry) => writeWinston(logger, entry);
  return ({ level, message, error }) => {
    if (error === undefined) return logger[level](message);
    // The console formats a message that has arguments: `%d` in an id would consume the error.
    return logger[level](logger === console ? message.replaceAll("%", "%%") : message, error);
  };
}

function toEntry(
  level: LogEntry["level"],
  message: string,
  { error, fields = {} }: LogDetails,
): LogEntry {
  const printable = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, typeof value === "string" ? toPrintable(value, 255) : value]);
  return {
    level,
    message: `numipay: ${message}`,
    error: unwrap(error),
    fields: Object.fromEntries(printable),
  };
}

/** The only error of several handlers, because loggers group and filter by an error's own message. */
function unwrap(error: unknown): unknown {
  const isSingle = error instanceof AggregateError && error.errors.length === 1;
  return isSingle ? (error.errors as unknown[])[0] : error;
}
