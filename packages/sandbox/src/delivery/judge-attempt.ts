import type { AttemptCause } from "../storage/attempts.js";
import type { Delivery, DeliveryState } from "../storage/deliveries.js";
import { nextAttemptAt, type RetrySchedule } from "../gateway/retry-schedule.js";

/** What an attempt makes of its delivery. */
export interface Verdict {
  readonly delivered: boolean;
  readonly state: DeliveryState;
  readonly nextAttemptAt: number | null;
}

/** An attempt that was made. */
export interface JudgedAttempt {
  readonly cause: AttemptCause;
  /** Which one of the schedule, from 1. */
  readonly scheduled: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly responseStatus: number | null;
}

/** Says what an attempt makes of its delivery. Assumed: any answer but a 2xx counts as if the URL had not been reached. */
export function judgeAttempt(
  before: Delivery,
  attempt: JudgedAttempt,
  schedule: RetrySchedule,
): Verdict {
  const { cause, scheduled, at, responseStatus } = attempt;
  const delivered = responseStatus !== null && responseStatus >= 200 && responseStatus < 300;
  // What was delivered once stays delivered, whatever a later attempt comes to.
  if (delivered || before.state === "delivered") {
    return { delivered, state: "delivered", nextAttemptAt: null };
  }
  // One that was resent leaves the schedule as it is.
  if (cause !== "scheduled") {
    return { delivered, state: before.state, nextAttemptAt: before.nextAttemptAt };
  }
  const next = nextAttemptAt(scheduled, at, schedule);
  return { delivered, state: next === null ? "given-up" : "retrying", nextAttemptAt: next };
}
