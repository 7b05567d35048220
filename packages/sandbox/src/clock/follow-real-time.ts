const tickMs = 200;

/**
 * Advances the virtual clock with real time until the returned function is called. This is the only place that reads real
 * time. The timer does not keep the process alive, and a tick is skipped while the last one waits for a slow receiver.
 */
export function followRealTime(advance: (ms: number) => Promise<void>): () => void {
  let last = performance.now();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    const elapsedMs = Math.floor(performance.now() - last);
    last += elapsedMs;
    busy = true;
    // Failed work stays in its table, and the next tick retries it.
    void advance(elapsedMs)
      .catch(() => undefined)
      .finally(() => {
        busy = false;
      });
  }, tickMs);
  timer.unref();
  return () => clearInterval(timer);
}
