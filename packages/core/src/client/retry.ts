const longestDelayMs = 30_000;

/** Milliseconds to wait: what the gateway asks for, else a doubling delay of which a random half is taken off. */
export function retryDelayMs(baseMs: number, attempt: number, askedMs: number | undefined): number {
  if (askedMs !== undefined) return askedMs;
  const fullMs = Math.min(baseMs * 2 ** attempt, longestDelayMs);
  // Jitter: many clients that failed together do not come back together.
  return fullMs / 2 + (Math.random() * fullMs) / 2;
}

/** `Retry-After` in milliseconds: it is either seconds or a date. */
export function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  // Date.parse takes almost anything for a date, "-1" too; HTTP's dates are in GMT and say so.
  const at = header.trim().endsWith("GMT") ? Date.parse(header) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
