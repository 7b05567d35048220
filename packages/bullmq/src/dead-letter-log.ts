import { defaultAccount, eventType } from "@numipay/core";
import { type NumipayLogger, toLog, toPrintable } from "@numipay/core/protocol";
import type { DeadLetter } from "./dead-letters.js";

/** Creates the default `onDeadLetter`. */
export function createDeadLetterLog(logger?: NumipayLogger): (letter: DeadLetter) => void {
  const log = toLog(logger);
  return (letter) => {
    const { id: jobId, account, event, attempts } = letter;
    const { transaction_id, tracking_id } = event ?? {};
    const type = event === undefined ? undefined : eventType(event);
    const fields = { jobId, account, eventType: type, transaction_id, tracking_id, attempts };
    log.error(toMessage(letter), { fields });
  };
}

function toMessage({ id, account, event, attempts, reason }: DeadLetter): string {
  const subject =
    event === undefined
      ? ""
      : ` ${toPrintable(eventType(event))} ${toPrintable(event.tracking_id)}`;
  const isNamed = account !== undefined && account !== defaultAccount;
  const owner = isNamed ? ` of account "${toPrintable(account)}"` : "";
  const count = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
  return `dead letter${subject}${owner} after ${count} (${toPrintable(reason, 1_000)}). Fix the cause, then call replayDeadLetters({ ids: ["${toPrintable(id)}"] }).`;
}
