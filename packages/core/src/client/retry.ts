import { longestTimer } from "./settings.js";

const longestDelayMs = 30_000;
/** Past it every delay is the longest one; a larger power of 2 would be infinite in the end, and 0 times it no number. */
const mostDoublings = 30;

/** Milliseconds to wait: what the gateway asks for, else a doubling delay of which a random half is taken off. */
export function retryDelayMs(baseMs: number, attempt: number, askedMs: number | undefined): number {
  if (askedMs !== undefined) return askedMs;
  const fullMs = fullDelayMs(baseMs, attempt);
  // Jitter: many clients that failed together do not come back together.
  return fullMs / 2 + (Math.random() * fullMs) / 2;
}

/** The doubling delay before jitter. */
export function fullDelayMs(baseMs: number, attempt: number): number {
  return Math.min(baseMs * 2 ** Math.min(attempt, mostDoublings), longestDelayMs);
}

/**
 * `Retry-After` in milliseconds: it is either seconds or a date. At most `2147483647`, 24 days, the longest that a timer can
 * wait; undefined for anything else, a negative number included.
 */
export function retryAfterMs(header: string | null): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+(\.\d*)?$/.test(text)) return toTimer(Number(text) * 1000);
  // Date.parse takes almost anything for a date, "-1" too; HTTP's dates are in GMT and say so.
  const at = text.endsWith("GMT") ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : toTimer(at - Date.now());
}

/** Rounded up: an attempt before the time that the gateway asks for is refused again. */
function toTimer(ms: number): number {
  return Math.min(Math.max(0, Math.ceil(ms)), longestTimer);
}
