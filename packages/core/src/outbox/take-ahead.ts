/** A worker takes ahead what it finishes in this time, so that a call that waits in it is not kept from idle workers for longer. */
const aheadMs = 500;
const mostAhead = 100;

/** Decides how many intents a worker takes besides those that it can start at once. */
export interface TakeAhead {
  /** Counts an intent that was processed. */
  count(): void;
  /** How many to have in stock from now on. Called before each take. */
  next(): number;
}

/**
 * Creates the decision. It begins with none and at most doubles with each take, so that the first fast responses do not let a worker take
 * what it cannot start soon.
 *
 * @param concurrency how many intents the worker processes at once
 */
export function createTakeAhead(concurrency: number): TakeAhead {
  let processed = 0;
  let sinceMs = performance.now();
  let ahead = 0;
  return {
    count() {
      processed += 1;
    },
    next() {
      const nowMs = performance.now();
      const inTime = processed === 0 ? 0 : (processed * aheadMs) / (nowMs - sinceMs);
      ahead = Math.min(Math.floor(inTime), 2 * ahead + concurrency, mostAhead);
      processed = 0;
      sinceMs = nowMs;
      return ahead;
    },
  };
}
