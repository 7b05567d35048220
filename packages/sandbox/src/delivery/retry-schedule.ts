/** Documented: 15 attempts at most. */
const mostAttempts = 15;

/** Documented: every 5 minutes. */
const retryEveryMs = 5 * 60_000;

/** Says when a delivery is tried again after its nth failed attempt (counted from 1) at an instant; null: never again. */
export function nextAttemptAt(attempt: number, failedAt: number): number | null {
  return attempt >= mostAttempts ? null : failedAt + retryEveryMs;
}
