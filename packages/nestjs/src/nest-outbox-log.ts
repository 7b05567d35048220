import { Logger } from "@nestjs/common";
import type { OutboxObserver } from "@numipay/core";
import { toPrintable } from "@numipay/core/protocol";

/** The default `onError` of an outbox: core's log, written with Nest's logger. */
export function createNestOutboxLog(account: string): OutboxObserver {
  const logger = new Logger(`Numipay:${account}`);
  return ({ step, operation, tracking_id, error }) => {
    const subject =
      tracking_id === undefined ? "" : ` ${operation} ${toPrintable(tracking_id, 255)}`;
    const reason = error instanceof Error ? (error.stack ?? error.message) : undefined;
    logger.error(`The outbox could not ${step}${subject}; it tries again later.`, reason);
  };
}
