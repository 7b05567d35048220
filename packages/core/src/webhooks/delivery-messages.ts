import type { SignedForm } from "../protocol/signature.js";
import type { TraceMessage } from "../protocol/telemetry/trace-message.js";
import { type TracedError, toTracedError } from "../protocol/telemetry/traced-error.js";
import type { Claim } from "./inbox.js";
import type { OutcomeReport } from "./observer.js";
import type { Outcome } from "./outcome.js";

/**
 * Where an event comes from. `webhook`: a delivery. `reconcile`: the gateway's list. `replay`: an unreadable delivery that was stored.
 * `queue`: another event that was passed to `apply`, such as by a worker.
 */
export type DeliverySource = "webhook" | "reconcile" | "replay" | "queue";

/** One delivery, or one event from another source. */
export interface DeliveryMessage extends TraceMessage {
  /** Where the event comes from. */
  readonly source: DeliverySource;
  /** At the end: what `onOutcome` is called with. */
  readonly report: TracedReport | undefined;
}

/** A report with the name and the code of its error only. */
export interface TracedReport extends Readonly<Omit<OutcomeReport, "error">> {
  readonly error: TracedError | undefined;
}

/** Returns what is published of a report. A copy, so that a subscriber cannot change the response. */
export function toTracedReport(report: OutcomeReport): TracedReport {
  const { error } = report;
  return { ...report, error: error === undefined ? undefined : toTracedError(error) };
}

/** The verification of a delivery: size, signature and shape. */
export interface VerifyMessage extends TraceMessage {
  /** At the end: why the delivery is not processed; undefined if it is. */
  readonly outcome: Outcome | undefined;
  /** At the end: the form of the body that matched the signature; undefined if none did. */
  readonly matched: SignedForm | undefined;
}

/** What the messages about one change have. */
interface ChangeMessage extends TraceMessage {
  /** The merchant account; `"default"` for the default account. */
  readonly account: string;
  /** The event's name, such as `"deposit.successful"`; for a handler of the outbox, `"outbox.confirmed"`. */
  readonly eventType: string;
}

/** The claim of a change in the inbox. */
export interface ClaimMessage extends ChangeMessage {
  /** At the end: what the inbox returned; undefined if it failed. */
  readonly state: Claim<unknown>["state"] | undefined;
}

/** One call of one handler. It ends when the handler does, also after its time limit. */
export interface HandlerMessage extends ChangeMessage {
  /** The position of the handler among those of the event, from 0. */
  readonly handler: number;
  /** The gateway's id; undefined for a handler of the outbox. */
  readonly transaction_id: string | undefined;
  /** The merchant's id; undefined if the event has none. */
  readonly tracking_id: string | undefined;
}

/** The completion of a change in the inbox, which commits what the handlers wrote through `tx`. */
export interface CommitMessage extends ChangeMessage {
  /** At the end: whether the change was recorded. False if the lease was lost; undefined if the inbox failed. */
  readonly isRecorded: boolean | undefined;
}
