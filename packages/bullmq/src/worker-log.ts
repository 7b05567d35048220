import { defaultAccount, type OutcomeObserver } from "@numipay/core";
import type { DeadLetter } from "./dead-letters.js";

/** So many kinds of event are logged as unhandled, each once. */
const mostUnhandled = 50;

/** The log where no `onOutcome` is given: what needs attention, so that no failure is silent. */
export function createWorkerLog(): OutcomeObserver {
  const unhandled = new Set<string | undefined>();
  return ({ outcome, eventType, tracking_id, reason, error }) => {
    const subject = [outcome, eventType, tracking_id, reason].filter(Boolean).join(" ");
    switch (outcome) {
      case "handler-failed":
      case "inbox-unavailable":
        return console.error(`numipay: ${subject}; the queue will try again.`, error);
      case "late-statement":
        return console.error(`numipay: ${subject}.`, error);
      case "conflict":
        return console.error(`numipay: ${subject}.`);
      case "unhandled":
        if (unhandled.has(eventType) || unhandled.size >= mostUnhandled) return;
        unhandled.add(eventType);
        return console.error(
          `numipay: the worker has no handler for ${eventType}; recorded as unhandled. Logged once per event name.`,
        );
      default:
    }
  };
}

/** Where no `onDeadLetter` is given. */
export function logDeadLetter({ id, account, event, attempts, reason }: DeadLetter): void {
  const who =
    event === undefined ? "" : ` ${event.transaction_type}.${event.status} ${event.tracking_id}`;
  const isNamed = account !== undefined && account !== defaultAccount;
  const whose = isNamed ? ` of account "${account}"` : "";
  console.error(
    `numipay: dead letter${who}${whose} after ${attempts} attempts (${reason}). It is kept: replayDeadLetters({ ids: ["${id}"] }) tries it again.`,
  );
}
