const firstRetryMs = 1_000;
const longestRetryMs = 5 * 60_000;
/** A gateway that asks for more is asked again all the same. */
const longestRequestedMs = 60 * 60_000;
const mostDoublings = 20;

/**
 * How long to wait before an intent is sent, asked about or reported again, in milliseconds: 1 second, doubled with each attempt up
 * to 5 minutes, less up to half of it.
 *
 * @param requestedMs the gateway's `Retry-After`. The delay is at least that long, but never longer than an hour
 */
export function retryInMs(attempts: number, requestedMs = 0): number {
  const doublings = Math.min(Math.max(0, attempts - 1), mostDoublings);
  const fullMs = Math.min(firstRetryMs * 2 ** doublings, longestRetryMs);
  // Jitter, so that intents that failed together are not repeated together.
  const delayMs = fullMs / 2 + (Math.random() * fullMs) / 2;
  return Math.ceil(Math.max(delayMs, Math.min(requestedMs, longestRequestedMs)));
}
