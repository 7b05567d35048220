import type { Transaction } from "../protocol/contract/wire-types.js";
import { eventType } from "../protocol/event.js";
import type { Applied } from "./apply-change.js";
import type { EventOrigin } from "./emitter.js";
import type { OutcomeReport } from "./observer.js";
import type { Outcome } from "./outcome.js";

/** The report of a delivery. */
export type DeliveryReport = OutcomeReport & { outcome: Outcome };

/** The report of a delivery that was rejected before its event was known. */
export type Refusal = DeliveryReport;

// Written out field by field, so that every report has the same shape. Spreading three objects takes longer than the hash. Status
// and duration are set when they are known.

/** The report of a verified event. */
export function toReport<Result extends Applied | { outcome: "late-statement"; error: Error }>(
  event: Transaction,
  origin: EventOrigin,
  account: string | undefined,
  result: Result,
): OutcomeReport & Pick<Result, "outcome"> {
  const applied: Omit<Applied, "outcome"> = result;
  return {
    outcome: result.outcome,
    status: undefined,
    durationMs: 0,
    reason: applied.reason,
    account,
    eventType: eventType(event),
    transaction_id: event.transaction_id,
    // Null if the contract override makes it optional.
    tracking_id: event.tracking_id ?? undefined,
    matched: origin.matched,
    passwordIndex: origin.passwordIndex,
    handlers: applied.handlers,
    txUsed: applied.txUsed,
    contradicts: applied.contradicts,
    gatewayStatus: applied.gatewayStatus,
    error: applied.error,
  };
}

/** The report of a delivery that was rejected before its event was known. */
export function toRefusal(outcome: Outcome, reason?: string): Refusal {
  return {
    outcome,
    status: undefined,
    durationMs: 0,
    reason,
    account: undefined,
    eventType: undefined,
    transaction_id: undefined,
    tracking_id: undefined,
    matched: undefined,
    passwordIndex: undefined,
    handlers: undefined,
    txUsed: undefined,
    contradicts: undefined,
    gatewayStatus: undefined,
    error: undefined,
  };
}
