const tickMs = 200;

/**
 * Lets real time move the virtual clock until the returned function is called: the one place that reads real time.
 * It neither keeps the process alive nor starts a tick while the last one still waits for a slow receiver.
 */
export function followRealTime(advance: (ms: number) => Promise<void>): () => void {
  let last = performance.now();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    const elapsedMs = Math.floor(performance.now() - last);
    last += elapsedMs;
    busy = true;
    // Work that fails stays in its table; the next tick comes to it again.
    void advance(elapsedMs)
      .catch(() => undefined)
      .finally(() => {
        busy = false;
      });
  }, tickMs);
  timer.unref();
  return () => clearInterval(timer);
}
