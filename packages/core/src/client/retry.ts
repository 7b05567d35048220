import { longestTimer } from "./settings.js";

const longestDelayMs = 30_000;
/** Beyond this every delay is the longest one. Without the limit, 2 ** attempt becomes Infinity, and 0 times it NaN. */
const mostDoublings = 30;

/** The delay before a retry in milliseconds: the gateway's `Retry-After`, or an exponential delay less up to half of it. */
export function retryDelayMs(
  baseMs: number,
  attempt: number,
  requestedMs: number | undefined,
): number {
  if (requestedMs !== undefined) return requestedMs;
  const fullMs = fullDelayMs(baseMs, attempt);
  // Jitter, so that clients that failed together do not retry together.
  return fullMs / 2 + (Math.random() * fullMs) / 2;
}

/** The exponential delay without jitter. */
export function fullDelayMs(baseMs: number, attempt: number): number {
  return Math.min(baseMs * 2 ** Math.min(attempt, mostDoublings), longestDelayMs);
}

/**
 * `Retry-After` (seconds or an HTTP date) in milliseconds, at most `2147483647`, which is the longest delay of a timer.
 * Undefined for anything else, including negative numbers.
 */
export function retryAfterMs(header: string | null): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+(\.\d*)?$/.test(text)) return toTimer(Number(text) * 1000);
  // Date.parse accepts almost anything, even "-1"; HTTP dates always end with GMT.
  const at = text.endsWith("GMT") ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : toTimer(at - Date.now());
}

/** Rounded up: a retry before the requested time would be rejected again. */
function toTimer(ms: number): number {
  return Math.min(Math.max(0, Math.ceil(ms)), longestTimer);
}
