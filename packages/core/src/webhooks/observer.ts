import type { NumipayLogger } from "../protocol/log/numipay-logger.js";
import type { LogFields } from "../protocol/log/log-entry.js";
import { type Log, toLog } from "../protocol/log/to-log.js";
import { toPrintable } from "../protocol/printable.js";
import type { SignedForm } from "../protocol/signature.js";
import type { Outcome } from "./outcome.js";

/** The argument of `onOutcome`. Never contains a secret. */
export interface OutcomeReport {
  /**
   * The outcome of the delivery. `late-statement` is reported in addition: a handler used its database transaction after it had
   * returned, and the statement was rejected. `error` describes the mistake.
   */
  outcome: Outcome | "late-statement";
  /** The HTTP status of the response; undefined if there was none, as for an event from `reconcile`. */
  status: number | undefined;
  /** Milliseconds from the arrival of the delivery to its response. */
  durationMs: number;
  /** Details that the outcome does not include, such as which field is missing. */
  reason: string | undefined;
  /** The merchant account, once it is known; `"default"` for the default account. */
  account: string | undefined;
  /** The event's name, such as `deposit.successful`, once the signature is verified. */
  eventType: string | undefined;
  /** The gateway's id. */
  transaction_id: string | undefined;
  /** The merchant's id. */
  tracking_id: string | undefined;
  /** The form of the body that matched the signature. */
  matched: SignedForm | undefined;
  /** The index of the password that matched. Above 0, an old password is still in use. */
  passwordIndex: number | undefined;
  /** The number of handlers that ran; 0 if the outcome is `unhandled`. */
  handlers: number | undefined;
  /**
   * False if a handler of an inbox with transactions did not use its `tx`: what it wrote did not commit with the record. Undefined if
   * the change was not applied, or the inbox has no transactions.
   */
  txUsed: boolean | undefined;
  /** The final status that was already applied and is now contradicted. */
  contradicts: string | undefined;
  /** The status that `confirm` returned, if it differs from the event's. */
  gatewayStatus: string | undefined;
  /** The error of a handler, the inbox, `confirm`, or the function for the password or the account. */
  error: unknown;
}

/** Called with every outcome. May be async; it is not awaited. Its errors are logged and do not affect the delivery. */
export type OutcomeObserver = (report: OutcomeReport) => unknown;

/** The most event names that are logged once each, for each reason. */
const mostNames = 50;

/**
 * Creates an observer that logs every outcome that needs attention. Of invalid signatures, it logs only the first: a wrong
 * password rejects every delivery, but anyone can send more of them. It logs once per event name that a handler did not use its
 * `tx`, and that an event has no handler, except `pending`, which most applications ignore. Untrusted values are logged as one
 * line without control characters, and long ones are truncated.
 *
 * @param logger pino, winston, or a logger with the console's `error` and `warn`
 * @param retriedBy what retries a failed event. Defaults to `"the gateway"`.
 * @throws InvalidOptionError when it is not a logger
 */
export function createOutcomeLogger(
  logger: NumipayLogger,
  retriedBy: "the gateway" | "the queue" = "the gateway",
): OutcomeObserver {
  const log = toLog(logger);
  let hasLoggedSignature = false;
  const unhandled = new Set<string>();
  const unused = new Set<string>();
  const warnOnce = (
    names: Set<string>,
    report: OutcomeReport,
    toMessage: (name: string) => string,
  ): void => {
    const name = toPrintable(report.eventType);
    if (names.has(name) || names.size >= mostNames) return;
    names.add(name);
    const fields = { outcome: report.outcome, account: report.account, eventType: name };
    log.warn(`${toMessage(name)} Logged once per event name.`, { fields });
  };
  return (report) => {
    switch (report.outcome) {
      case "handler-failed":
      case "inbox-unavailable":
      case "unconfirmed":
        return logReport(log.error, report, `; ${retriedBy} will retry it.`);
      case "unreadable":
        return logReport(log.error, report, `; ${toNextStep(report, retriedBy)}.`);
      case "conflict":
        return logReport(log.error, report, conflictStep);
      case "late-statement":
      case "malformed":
        return logReport(log.error, report, ".");
      case "unhandled":
        if (report.eventType?.endsWith(".pending") === true) return;
        return warnOnce(unhandled, report, toUnhandled);
      case "processed":
        if (report.txUsed !== false) return;
        return warnOnce(unused, report, toUnused);
      case "bad-signature":
        if (hasLoggedSignature) return;
        hasLoggedSignature = true;
        return logReport(
          log.warn,
          report,
          ". Check the signature password. Logged once; set onOutcome to receive every outcome.",
        );
      default:
    }
  };
}

const conflictStep = ": recorded with other content, and not applied. Review inbox.conflicts().";

function logReport(write: Log["error"], report: OutcomeReport, rest: string): void {
  write(`${toSubject(report)}${rest}`, { error: report.error, fields: toFields(report) });
}

function toFields(report: OutcomeReport): LogFields {
  const { outcome, account, eventType, transaction_id, tracking_id, status } = report;
  return { outcome, account, eventType, transaction_id, tracking_id, status };
}

function toUnhandled(name: string): string {
  return `no handler for ${name}; recorded as unhandled.`;
}

function toUnused(name: string): string {
  return (
    `a handler of ${name} did not use tx: what it wrote to the database did not commit with the record. Write through tx, or ` +
    "currentTransaction() of @numipay/sql."
  );
}

/** What happens with an unreadable delivery, and what to do. */
function toNextStep({ status }: OutcomeReport, retriedBy: string): string {
  return status === 200
    ? "stored. Fix the contract, then call webhook.unreadable.replay()"
    : `stored in memory; ${retriedBy} will retry it`;
}

function toSubject({ outcome, eventType, tracking_id, reason }: OutcomeReport): string {
  const subject = [outcome, eventType, tracking_id]
    .filter((part) => part !== undefined)
    .map((part) => toPrintable(part))
    .join(" ");
  // The message of an error ends with a full stop, and so does the line.
  return reason === undefined ? subject : `${subject}: ${toPrintable(reason).replace(/\.$/, "")}`;
}
