import { Logger } from "@nestjs/common";
import type { NumipayLogger } from "@numipay/core";

/** Writes with Nest's logger, whose context names the account. Nest prints an error only as a stack. */
export function createNestLogger(account: string): NumipayLogger {
  const logger = new Logger(`Numipay:${account}`);
  return {
    error: (message, error) => logger.error(withoutPrefix(message), toStack(error)),
    warn: (message, error) =>
      logger.warn(withoutPrefix(message), ...[toStack(error)].filter(Boolean)),
  };
}

function withoutPrefix(message: string): string {
  return message.replace(/^numipay: /, "");
}

function toStack(error: unknown): string | undefined {
  // Its own stack does not have those of its errors.
  if (error instanceof AggregateError) return error.errors.map(toStack).join("\n");
  return error instanceof Error ? (error.stack ?? error.message) : undefined;
}
