import { notify } from "../protocol/notify.js";
import { toPrintable } from "../protocol/printable.js";
import type { SignedForm } from "../protocol/signature.js";
import type { Outcome } from "./outcome.js";

/** What `onOutcome` gets for each delivery; never a secret. */
export interface OutcomeReport {
  /**
   * What became of the delivery. `late-statement` is not a delivery's: a handler used its transaction after it had returned,
   * and the statement was refused. `error` names the mistake.
   */
  outcome: Outcome | "late-statement";
  /** The HTTP status of the response; undefined where there was none, as for what the reconciler found. */
  status: number | undefined;
  /** Milliseconds from the delivery's arrival to its answer. */
  durationMs: number;
  /** Why, where the outcome alone does not say: such as which field is missing. */
  reason: string | undefined;
  /** The merchant account, once it is known; `"default"` for the unnamed one. */
  account: string | undefined;
  /** The event's name, such as `deposit.successful`, once its signature was verified. */
  eventType: string | undefined;
  /** The gateway's id. */
  transaction_id: string | undefined;
  /** The merchant's id. */
  tracking_id: string | undefined;
  /** Which form of the body matched the signature. */
  matched: SignedForm | undefined;
  /** Which password, counted from 0: above 0, a retired one is still in use. */
  passwordIndex: number | undefined;
  /** How many handlers ran; 0 when the outcome is `unhandled`. */
  handlers: number | undefined;
  /** The final status that was applied before and is contradicted now. */
  contradicts: string | undefined;
  /** What the gateway said when it was asked (`confirm`) and did not agree with the event. */
  gatewayStatus: string | undefined;
  /** What a handler, the inbox, `confirm` or the password function threw. */
  error: unknown;
}

/**
 * Called with every outcome, after it is settled. It may be async and is not awaited. If it throws or rejects, that is logged,
 * and the delivery is not affected.
 */
export type OutcomeObserver = (report: OutcomeReport) => unknown;

/** Where an outcome log writes: what was thrown comes second. The console is one. Async functions are not awaited. */
export interface OutcomeSink {
  error(message: string, thrown?: unknown): unknown;
  warn(message: string, thrown?: unknown): unknown;
}

/** So many kinds of event are reported as unhandled, each once. */
const mostUnhandled = 50;

/**
 * An observer that logs what needs attention, so that no failure is silent. The first refused signature is
 * logged too, because a wrong password refuses everything; later ones are not, because anyone can send them. An event
 * without a handler is logged once per event name, unless it is a `pending`, which most applications ignore. What comes from
 * outside is one line without control characters, and long texts are cut.
 *
 * @param retriedBy what repeats a failed event. Defaults to `"the gateway"`.
 */
export function createOutcomeLogger(
  sink: OutcomeSink,
  retriedBy: "the gateway" | "the queue" = "the gateway",
): OutcomeObserver {
  let hasLoggedSignature = false;
  const unhandled = new Set<string>();
  // One function each, by which a failing sink is known.
  const logError = (message: string, thrown?: unknown): unknown => sink.error(message, thrown);
  const logWarning = (message: string, thrown?: unknown): unknown => sink.warn(message, thrown);
  const error = (message: string, thrown?: unknown): void =>
    notify("OutcomeSink.error", logError, message, thrown);
  const warn = (message: string, thrown?: unknown): void =>
    notify("OutcomeSink.warn", logWarning, message, thrown);
  const warnOnce = (name: string): void => {
    if (unhandled.has(name) || unhandled.size >= mostUnhandled) return;
    unhandled.add(name);
    warn(`no handler for ${name}; recorded as unhandled. Logged once per event name.`);
  };
  return (report) => {
    switch (report.outcome) {
      case "handler-failed":
      case "inbox-unavailable":
      case "unconfirmed":
        return error(`${toSubject(report)}; ${retriedBy} will try again.`, report.error);
      case "late-statement":
        return error(`${toSubject(report)}.`, report.error);
      case "unreadable":
        return error(`${toSubject(report)}; ${toWhereabouts(report, retriedBy)}.`);
      case "malformed":
      case "conflict":
        return error(`${toSubject(report)}.`);
      case "unhandled":
        if (report.eventType?.endsWith(".pending") === true) return;
        return warnOnce(toPrintable(report.eventType));
      case "bad-signature":
        if (hasLoggedSignature) return;
        hasLoggedSignature = true;
        return warn(
          `${toSubject(report)}. Logged once: is the signature password right? Set onOutcome to see each.`,
          report.error,
        );
      default:
    }
  };
}

/** The log where no `onOutcome` is given. */
export function createConsoleLog(): OutcomeObserver {
  const toArguments = (message: string, thrown: unknown): unknown[] =>
    thrown === undefined ? [`numipay: ${message}`] : [`numipay: ${message}`, thrown];
  return createOutcomeLogger({
    error: (message, thrown) => console.error(...toArguments(message, thrown)),
    warn: (message, thrown) => console.error(...toArguments(message, thrown)),
  });
}

/** Where a delivery that cannot be read is, and how it is applied. */
function toWhereabouts({ status }: OutcomeReport, retriedBy: string): string {
  return status === 200
    ? "stored for webhook.unreadable.replay() once the contract reads it"
    : `kept in memory; ${retriedBy} will try again`;
}

function toSubject({ outcome, eventType, tracking_id, reason }: OutcomeReport): string {
  return [outcome, eventType, tracking_id, reason]
    .filter((part) => part !== undefined)
    .map((part) => toPrintable(part))
    .join(" ");
}
