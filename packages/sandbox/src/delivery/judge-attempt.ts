import type { AttemptCause } from "../storage/attempts.js";
import type { Delivery, DeliveryState } from "../storage/deliveries.js";
import { nextAttemptAt, type RetrySchedule } from "../gateway/retry-schedule.js";

/** The outcome of an attempt for its delivery. */
export interface Verdict {
  readonly delivered: boolean;
  readonly state: DeliveryState;
  readonly nextAttemptAt: number | null;
}

/** An attempt to judge. */
export interface JudgedAttempt {
  readonly cause: AttemptCause;
  /** Its number in the retry schedule, from 1. */
  readonly scheduled: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly responseStatus: number | null;
}

/** Determines the state of a delivery after an attempt. Assumed: any response other than a 2xx counts as failed. */
export function judgeAttempt(
  before: Delivery,
  attempt: JudgedAttempt,
  schedule: RetrySchedule,
): Verdict {
  const { cause, scheduled, at, responseStatus } = attempt;
  const delivered = responseStatus !== null && responseStatus >= 200 && responseStatus < 300;
  // A delivered webhook stays delivered, whatever the result of a later attempt.
  if (delivered || before.state === "delivered") {
    return { delivered, state: "delivered", nextAttemptAt: null };
  }
  // A resent delivery does not change the schedule.
  if (cause !== "scheduled") {
    return { delivered, state: before.state, nextAttemptAt: before.nextAttemptAt };
  }
  const next = nextAttemptAt(scheduled, at, schedule);
  return { delivered, state: next === null ? "given-up" : "retrying", nextAttemptAt: next };
}
