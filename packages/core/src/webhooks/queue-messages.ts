import type { TraceMessage } from "../protocol/telemetry/trace-message.js";
import type { Outcome } from "./outcome.js";

/** An event that is added to a queue. */
export interface QueueAddMessage extends TraceMessage {
  /** The queue's name. */
  readonly queue: string;
  /** The event's name, such as `"deposit.successful"`. */
  readonly eventType: string;
  /** The merchant account; `"default"` for the default account. */
  readonly account: string;
  /** The gateway's id. */
  readonly transaction_id: string | undefined;
  /** The merchant's id. */
  readonly tracking_id: string | undefined;
  /**
   * Empty at first. A subscriber of `start` adds the headers of its trace context, such as `traceparent`, which are stored with the
   * event. At most 8 strings with 1,024 characters in total, names included; otherwise nothing is stored.
   */
  readonly carrier: Record<string, string>;
}

/** An attempt to process an event of a queue. */
export interface QueueProcessMessage extends TraceMessage {
  /** The queue's name. */
  readonly queue: string;
  /** The id of the job; undefined if it has none. */
  readonly jobId: string | undefined;
  /** The number of the attempt, from 1. */
  readonly attempt: number;
  /** What was stored with the event; empty if nothing was. */
  readonly carrier: Readonly<Record<string, string>>;
  /** The event's name; undefined if the job has no event. */
  readonly eventType: string | undefined;
  /** The merchant account; undefined if the job has none. */
  readonly account: string | undefined;
  /** The gateway's id; undefined if the job has no event. */
  readonly transaction_id: string | undefined;
  /** At the end: the outcome of the event; undefined if the job has none. */
  readonly outcome: Outcome | undefined;
  /** At the end: whether the attempt failed and was the last one. */
  readonly isDeadLetter: boolean;
}
