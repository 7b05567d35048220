/** How often a delivery is tried, and how far apart. */
export interface RetrySchedule {
  /** On the virtual clock. */
  readonly intervalMs: number;
  /** All attempts, the first included. */
  readonly attempts: number;
}

/**
 * Documented: every 5 minutes, 15 attempts at most. That the first attempt is one of the 15 is assumed, so the last one is
 * 70 minutes after the first.
 */
export const documentedSchedule: RetrySchedule = { intervalMs: 5 * 60_000, attempts: 15 };

/** When a delivery is tried again after its nth failed attempt (counted from 1) at an instant; null: never again. */
export function nextAttemptAt(
  attempt: number,
  failedAt: number,
  { intervalMs, attempts }: RetrySchedule = documentedSchedule,
): number | null {
  return attempt >= attempts ? null : failedAt + intervalMs;
}
