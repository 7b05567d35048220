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
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

/** Waits, or less long when the signal says stop. */
export function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    signal.addEventListener("abort", done, { once: true });
  });
}
