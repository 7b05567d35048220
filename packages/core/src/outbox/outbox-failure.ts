import type { NumipayLogger } from "../protocol/log/numipay-logger.js";
import { toLog } from "../protocol/log/to-log.js";
import { toPrintable } from "../protocol/printable.js";
import type { RecordedIntent } from "./journal.js";
import { toQueueableOperation } from "./queueable.js";

/** A step of an outbox that failed. It is repeated later. */
export interface OutboxFailure {
  /**
   * `take`: the store did not return what is due. `send`: a call was not sent, or the gateway could not be asked. `report`: a handler
   * failed, or the inbox is unavailable. `settle`: the store did not record that the outcome was reported.
   */
  step: "take" | "send" | "report" | "settle";
  error: unknown;
  /** The merchant account of the journal. */
  account: string;
  /** The operation, such as `payouts.request`. Undefined for `take`. */
  operation: string | undefined;
  /** The merchant's id of the transaction. Undefined for `take`. */
  tracking_id: string | undefined;
}

/** Called with each failure. May be async; it is not awaited. Its errors are logged. */
export type OutboxObserver = (failure: OutboxFailure) => unknown;

/** Describes a failure with an intent. */
export function toFailure(
  step: OutboxFailure["step"],
  { account, operation, tracking_id }: RecordedIntent,
  error: unknown,
): OutboxFailure {
  return {
    step,
    error,
    account,
    operation: toQueueableOperation(operation) ?? operation,
    tracking_id,
  };
}

/** Creates the default `onError`. */
export function createFailureLog(logger: NumipayLogger): OutboxObserver {
  const log = toLog(logger);
  return ({ step, account, operation, tracking_id, error }) => {
    const subject =
      tracking_id === undefined ? "" : ` ${operation} ${toPrintable(tracking_id, 255)}`;
    log.error(`the outbox could not ${step}${subject}; it tries again later.`, {
      error,
      fields: { step, account, operation, tracking_id },
    });
  };
}
