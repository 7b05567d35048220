/** After this many interrupted attempts a change is spared: the gateway exhausts its retries after the fifteenth. */
const manyInterruptions = 7;
/** After this many its retries are exhausted whatever happens. */
const mostInterruptions = 15;

interface Spent {
  interruptions: number;
  lastNumber: number;
}

/**
 * Counts how often each change was interrupted. Without a limit, a single receiver with hundreds of pending deliveries, or
 * a store that is down, would interrupt the last of them every time until its retries are exhausted.
 */
export function createRetryBudget() {
  const spent = new Map<string, Spent>();
  const endangered = new Set<string>();
  return {
    /** Whether the next interruption could exhaust the retries of a change. */
    isNearlySpent: () => endangered.size > 0,
    /**
     * Records that a delivery was interrupted. Copies of a change that one interruption hits count once.
     *
     * @param number the number of the interruption
     */
    interrupted(key: string, number: number) {
      const before = spent.get(key) ?? { interruptions: 0, lastNumber: 0 };
      if (before.lastNumber === number) return;
      const interruptions = before.interruptions + 1;
      spent.set(key, { interruptions, lastNumber: number });
      if (interruptions >= mostInterruptions) endangered.delete(key);
      else if (interruptions >= manyInterruptions) endangered.add(key);
    },
    /** Records that a change was acknowledged. Its copies may still be interrupted, and are not retried. */
    acknowledged(key: string) {
      spent.set(key, { interruptions: -Infinity, lastNumber: 0 });
      endangered.delete(key);
    },
  };
}
