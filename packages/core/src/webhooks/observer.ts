import type { SignedForm } from "../protocol/signature.js";
import type { Outcome } from "./outcome.js";

/** What `onOutcome` is told of each delivery; never a secret. */
export interface OutcomeReport {
  outcome: Outcome;
  /** The HTTP status that was answered; undefined for what the reconciler found. */
  status: number | undefined;
  /** Milliseconds from the delivery's arrival to its answer. */
  durationMs: number;
  /** Why, where the outcome alone does not say: such as which field is missing. */
  reason: string | undefined;
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
  /** How many handlers ran; 0 says that nobody cares for this event. */
  handlers: number | undefined;
  /** The final status that was applied before and is contradicted now. */
  contradicts: string | undefined;
  /** What the gateway said when it was asked (`confirm`) and did not agree with the event. */
  gatewayStatus: string | undefined;
  /** What a handler, the inbox, `confirm` or the password function threw. */
  error: unknown;
}

/** Told of every outcome, after it is settled. What it throws is reported and changes nothing. */
export type OutcomeObserver = (report: OutcomeReport) => void;

/** Calls an observer such that it cannot spoil an answer. */
export function observeSafely(observer: OutcomeObserver, report: OutcomeReport): void {
  try {
    observer(report);
  } catch (error) {
    console.error("numipay: onOutcome threw; the delivery is not affected.", error);
  }
}

/** Where an outcome log writes: what was thrown comes second. The console is one. */
export interface OutcomeSink {
  error(message: string, thrown?: unknown): void;
  warn(message: string, thrown?: unknown): void;
}

/**
 * An observer that writes down what somebody must look into, so that no failure is silent. The first refused signature is
 * written too, for a wrong password refuses everything; later ones are not, for anybody can send them.
 */
export function createOutcomeLog(sink: OutcomeSink): OutcomeObserver {
  let hasToldOfSignature = false;
  return (report) => {
    switch (report.outcome) {
      case "handler-failed":
      case "inbox-unavailable":
      case "unconfirmed":
        return sink.error(`${toSubject(report)}; the gateway will try again.`, report.error);
      case "malformed":
      case "conflict":
        return sink.error(`${toSubject(report)}.`);
      case "bad-signature":
        if (hasToldOfSignature) return;
        hasToldOfSignature = true;
        return sink.warn(
          `${toSubject(report)}. Told once: is the signature password right? Set onOutcome to see each.`,
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
  return createOutcomeLog({
    error: (message, thrown) => console.error(...toArguments(message, thrown)),
    warn: (message, thrown) => console.error(...toArguments(message, thrown)),
  });
}

function toSubject({ outcome, eventType, tracking_id, reason }: OutcomeReport): string {
  return [outcome, eventType, tracking_id, reason].filter((part) => part !== undefined).join(" ");
}
