/** One call that waits for its reply. */
interface Wait {
  endsAtMs: number;
  onTimeout: (error: Error) => void;
}

/** Timeouts of equal length on one shared timer. A timer per call would cost as much as the rest of the call. */
export interface Deadlines {
  begin(onTimeout: (error: Error) => void): Wait;
  /** Ends a wait. Returns false if it had already timed out. */
  end(wait: Wait): boolean;
}

/** Creates timeouts of `timeoutMs` each. */
export function createDeadlines(timeoutMs: number): Deadlines {
  // In order of expiry, because all have the same length.
  const waits = new Set<Wait>();
  let isTicking = false;

  function tickIn(delayMs: number): void {
    isTicking = true;
    // The connection keeps the process alive, so the timer need not.
    setTimeout(tick, Math.ceil(delayMs)).unref();
  }

  function tick(): void {
    isTicking = false;
    const nowMs = performance.now();
    for (const wait of waits) {
      if (wait.endsAtMs > nowMs) return tickIn(wait.endsAtMs - nowMs);
      waits.delete(wait);
      wait.onTimeout(new Error(`Redis did not respond within ${timeoutMs} ms.`));
    }
  }

  return {
    begin(onTimeout) {
      const wait = { endsAtMs: performance.now() + timeoutMs, onTimeout };
      waits.add(wait);
      if (!isTicking) tickIn(timeoutMs);
      return wait;
    },
    end: (wait) => waits.delete(wait),
  };
}
