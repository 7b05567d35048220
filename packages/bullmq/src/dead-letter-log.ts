import {
  createOutcomeLogger,
  defaultAccount,
  eventType,
  type OutcomeObserver,
} from "@numipay/core";
import { toPrintable } from "@numipay/core/protocol";
import type { DeadLetter } from "./dead-letters.js";

/** The default `onOutcome`. */
export function createWorkerLog(): OutcomeObserver {
  return createOutcomeLogger({ error: print, warn: print }, "the queue");
}

/** The default `onDeadLetter`. */
export function logDeadLetter({ id, account, event, attempts, reason }: DeadLetter): void {
  const subject =
    event === undefined
      ? ""
      : ` ${toPrintable(eventType(event))} ${toPrintable(event.tracking_id)}`;
  const isNamed = account !== undefined && account !== defaultAccount;
  const owner = isNamed ? ` of account "${toPrintable(account)}"` : "";
  const count = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
  print(
    `dead letter${subject}${owner} after ${count} (${toPrintable(reason, 1_000)}). Fix the cause, then call replayDeadLetters({ ids: ["${toPrintable(id)}"] }).`,
  );
}

function print(message: string, ...thrown: unknown[]): void {
  console.error(`numipay: ${message}`, ...thrown.filter((one) => one !== undefined));
}
