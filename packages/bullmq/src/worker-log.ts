import {
  createOutcomeLogger,
  defaultAccount,
  eventType,
  type OutcomeObserver,
} from "@numipay/core";
import { toPrintable } from "@numipay/core/protocol";
import type { DeadLetter } from "./dead-letters.js";

/** The log where no `onOutcome` is given. */
export function createWorkerLog(): OutcomeObserver {
  const write = (message: string, ...thrown: unknown[]): void =>
    console.error(`numipay: ${message}`, ...thrown.filter((one) => one !== undefined));
  return createOutcomeLogger({ error: write, warn: write }, "the queue");
}

/** Where no `onDeadLetter` is given. */
export function logDeadLetter({ id, account, event, attempts, reason }: DeadLetter): void {
  const who =
    event === undefined
      ? ""
      : ` ${toPrintable(eventType(event))} ${toPrintable(event.tracking_id)}`;
  const isNamed = account !== undefined && account !== defaultAccount;
  const whose = isNamed ? ` of account "${toPrintable(account)}"` : "";
  console.error(
    `numipay: dead letter${who}${whose} after ${attempts} attempts (${toPrintable(reason, 1_000)}). It is kept: replayDeadLetters({ ids: ["${toPrintable(id)}"] }) tries it again.`,
  );
}
