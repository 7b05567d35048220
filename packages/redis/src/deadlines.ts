/** A wait for an answer; `giveUp` is called when its time is over. */
interface Wait {
  endsAtMs: number;
  giveUp: (error: Error) => void;
}

/** Ends waits that all take equally long, with one timer: one of its own for each takes as long as the rest of a call. */
export interface Deadlines {
  begin(giveUp: (error: Error) => void): Wait;
  /** Ends a wait early. False when its time was over. */
  end(wait: Wait): boolean;
}

/** Waits of so many milliseconds. */
export function createDeadlines(timeoutMs: number): Deadlines {
  // In the order in which they end, because all take equally long.
  const waits = new Set<Wait>();
  let isTicking = false;

  function tickIn(delayMs: number): void {
    isTicking = true;
    // Whoever waits has a connection that keeps the process alive.
    setTimeout(tick, Math.ceil(delayMs)).unref();
  }

  function tick(): void {
    isTicking = false;
    const nowMs = performance.now();
    for (const wait of waits) {
      if (wait.endsAtMs > nowMs) return tickIn(wait.endsAtMs - nowMs);
      waits.delete(wait);
      wait.giveUp(new Error(`Redis has not answered within ${timeoutMs} ms.`));
    }
  }

  return {
    begin(giveUp) {
      const wait = { endsAtMs: performance.now() + timeoutMs, giveUp };
      waits.add(wait);
      if (!isTicking) tickIn(timeoutMs);
      return wait;
    },
    end: (wait) => waits.delete(wait),
  };
}
