import { Logger } from "@nestjs/common";
import { createOutcomeLogger, type OutcomeObserver } from "@numipay/core";

/** The default `onOutcome`: core's log, written with Nest's logger. */
export function createNestOutcomeLog(account: string): OutcomeObserver {
  const logger = new Logger(`Numipay:${account}`);
  return createOutcomeLogger({
    error: (message, thrown) => logger.error(message, toStack(thrown)),
    warn: (message, thrown) => logger.warn(message, ...[toStack(thrown)].filter(Boolean)),
  });
}

function toStack(thrown: unknown): string | undefined {
  return thrown instanceof Error ? thrown.stack : undefined;
}
