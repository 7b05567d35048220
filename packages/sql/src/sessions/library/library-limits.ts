import { InvalidOptionError } from "@numipay/core";
import { toPermits } from "../pool-permits.js";
import { requireMs } from "../require-ms.js";

/** The time limits of an inbox on a library's connections. */
export interface LibraryLimitOptions {
  /** How long a claim waits for a connection before it rejects, in milliseconds. Defaults to `5000`. */
  acquireTimeoutMs?: number | undefined;
  /** How long a handler's statement waits for a locked row, in milliseconds. Defaults to `5000`. */
  lockTimeoutMs?: number | undefined;
  /** How long a transaction may be idle before the database ends it, in milliseconds. Defaults to `60000`. */
  idleTimeoutMs?: number | undefined;
  /**
   * How long the inbox waits for its own statements before it abandons the transaction, in milliseconds. When it writes the record,
   * `lockTimeoutMs` is added. Defaults to `5000`.
   */
  statementTimeoutMs?: number | undefined;
  /** How long a handler's statement may take before the database cancels it, in milliseconds. Defaults to `60000`. */
  handlerStatementTimeoutMs?: number | undefined;
}

/** Every time limit. */
export const libraryLimitNames = [
  "acquireTimeoutMs",
  "lockTimeoutMs",
  "idleTimeoutMs",
  "statementTimeoutMs",
  "handlerStatementTimeoutMs",
] as const satisfies readonly (keyof LibraryLimitOptions)[];

/** The limit of handlers for libraries that do not show the size of their pool. */
export interface HandlerLimitOptions {
  /**
   * How many handlers may run at once. Each holds a connection, so set it to the size of the pool less one: the last connection serves
   * health checks and the application. Defaults to that if the pool's size is known, and to `9` otherwise.
   */
  maxHandlers?: number | undefined;
}

/** Limits with their defaults. */
export type LibraryLimitValues = {
  [Option in keyof LibraryLimitOptions]-?: number;
};

/**
 * Reads the time limits.
 *
 * @throws InvalidOptionError naming the option
 */
export function readLibraryLimits(options: LibraryLimitOptions): LibraryLimitValues {
  const limits = {
    acquireTimeoutMs: options.acquireTimeoutMs ?? 5000,
    lockTimeoutMs: options.lockTimeoutMs ?? 5000,
    idleTimeoutMs: options.idleTimeoutMs ?? 60_000,
    statementTimeoutMs: options.statementTimeoutMs ?? 5000,
    handlerStatementTimeoutMs: options.handlerStatementTimeoutMs ?? 60_000,
  };
  for (const [option, value] of Object.entries(limits)) requireMs(option, value);
  return limits;
}

/**
 * Reads the limit of handlers.
 *
 * @throws InvalidOptionError naming the option
 */
export function readMaxHandlers({ maxHandlers }: HandlerLimitOptions, poolSize = 10): number {
  const limit = maxHandlers ?? toPermits(poolSize);
  if (Number.isSafeInteger(limit) && limit >= 1) return limit;
  throw new InvalidOptionError("maxHandlers", "must be a whole number, 1 or greater.");
}
