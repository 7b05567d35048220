/** The number and interval of delivery attempts. */
export interface RetrySchedule {
  /** On the virtual clock. */
  readonly intervalMs: number;
  /** All attempts, including the first. */
  readonly attempts: number;
}

/**
 * Documented: every 5 minutes, at most 15 attempts. Assumed: the first attempt is one of the 15, so the last one is 70
 * minutes after the first.
 */
export const documentedSchedule: RetrySchedule = { intervalMs: 5 * 60_000, attempts: 15 };

/** The time of the next attempt after the nth failed one (from 1), or null if the schedule is exhausted. */
export function nextAttemptAt(
  attempt: number,
  failedAt: number,
  { intervalMs, attempts }: RetrySchedule = documentedSchedule,
): number | null {
  return attempt >= attempts ? null : failedAt + intervalMs;
}
