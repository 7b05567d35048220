import type { OutcomeReport } from "@numipay/core";
import type { DeadLetter } from "./dead-letters.js";

/** Where no `onOutcome` is given: what somebody must look into is printed. */
export function logOutcome({
  outcome,
  eventType,
  tracking_id,
  reason,
  error,
}: OutcomeReport): void {
  const subject = [outcome, eventType, tracking_id, reason].filter(Boolean).join(" ");
  switch (outcome) {
    case "handler-failed":
    case "inbox-unavailable":
      return console.error(`numipay: ${subject}; the queue will try again.`, error);
    case "conflict":
      return console.error(`numipay: ${subject}.`);
    default:
  }
}

/** Where no `onDeadLetter` is given. */
export function logDeadLetter({ id, event, attempts, reason }: DeadLetter): void {
  const who =
    event === undefined ? "" : ` ${event.transaction_type}.${event.status} ${event.tracking_id}`;
  console.error(
    `numipay: dead letter${who} after ${attempts} attempts (${reason}). It is kept: replayDeadLetters({ ids: ["${id}"] }) tries it again.`,
  );
}
