import { createOutcomeLogger, isPino, type NumipayLogger } from "@numipay/core/node";
import type { OutcomeObserver } from "@numipay/core";
import type { FastifyBaseLogger } from "fastify";

/** The options that decide where a webhook or a verifier logs. */
export interface LogOptions {
  onOutcome?: OutcomeObserver | undefined;
  logger?: NumipayLogger | undefined;
}

/** The log of a plugin, which is created before its app is known. */
export interface HostLog {
  onOutcome: OutcomeObserver;
  /** Makes the app's logger the default, and returns the logger in use. Returns undefined for the console. */
  use(log: FastifyBaseLogger): NumipayLogger | undefined;
}

/** Defaults to the logger of the app if logging is enabled, because Fastify's disabled logger discards everything. */
export function createHostLog({ onOutcome, logger }: LogOptions): HostLog {
  let observe = createOutcomeLogger(logger ?? console);
  return {
    onOutcome: onOutcome ?? ((report) => observe(report)),
    use(log) {
      if (logger !== undefined) return logger;
      if (!isPino(log)) return undefined;
      observe = createOutcomeLogger(log);
      return log;
    },
  };
}
