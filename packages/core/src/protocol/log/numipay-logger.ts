import { InvalidOptionError } from "../errors.js";

/**
 * A logger: the console, pino, winston, or an object of your own. pino and winston are called in their own way: the error goes into
 * pino's error field and winston's `error`, and the ids into `numipay`. Any other logger is called as the console is. Each message is
 * one line that begins with `numipay: `. Results are not awaited, and a logger that fails affects nothing else.
 */
export interface NumipayLogger {
  /** Logs what someone must look at, with the error if there is one. */
  error(message: string, error?: unknown): unknown;
  /** Logs what is only worth knowing, with the error if there is one. */
  warn(message: string, error?: unknown): unknown;
}

/** The part of a pino logger that is used. */
export interface PinoLike {
  child(bindings: object): PinoLike;
  error(merged: unknown, message: string): void;
  warn(merged: unknown, message: string): void;
}

/** The part of a winston logger that is used. `levels` is undefined on winston's default logger. */
export interface WinstonLike {
  levels?: Readonly<Record<string, number>> | undefined;
  log(entry: object): unknown;
}

/** pino registers this symbol so that other packages can detect its loggers, children and other versions included. */
const pinoSymbol = Symbol.for("pino.serializers");

export function isPino(logger: object): logger is PinoLike {
  return pinoSymbol in logger;
}

/** No other logger has these three methods. */
export function isWinston(logger: object): logger is WinstonLike {
  return ["log", "add", "configure"].every((name) => isMethod(logger, name));
}

/** @throws InvalidOptionError when the value is not a logger */
export function checkLogger(logger: unknown): void {
  const isLogger =
    (typeof logger === "object" || typeof logger === "function") &&
    logger !== null &&
    isMethod(logger, "error") &&
    // winston's syslog levels have `warning`.
    (isMethod(logger, "warn") || isWinston(logger));
  if (isLogger) return;
  throw new InvalidOptionError(
    "logger",
    "must have the methods error and warn, as console, pino() and winston.createLogger() have.",
  );
}

function isMethod(logger: object, name: string): boolean {
  return typeof Reflect.get(logger, name) === "function";
}
