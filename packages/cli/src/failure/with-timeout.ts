/**
 * A signal that aborts when the given one does, or after a time. Node 20 forgets a timeout without a listener that only
 * `AbortSignal.any` refers to, at the next garbage collection.
 */
export function withTimeout(signal: AbortSignal, timeoutMs: number): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs);
  timeout.addEventListener("abort", () => undefined, { once: true });
  return AbortSignal.any([signal, timeout]);
}
