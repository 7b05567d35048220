import type { Reconciled } from "./apply-found.js";

/** So many in a row that the store did not take: it is gone, and to ask on for a million more would not bring it back. */
const mostUnavailable = 5;

/** Counts what became of the transactions, window by window. */
export interface Tally {
  listed: number;
  found: number;
  failed: number;
  /**
   * Counts one of a window, and says whether the caller wants to hear of it.
   *
   * @throws the inbox' own error when its store is gone for good
   */
  add(reconciled: Reconciled, window: number): boolean;
  /** The first window that holds a failure; Infinity where none does. */
  firstFailed(): number;
}

/** A tally that has counted nothing. */
export function createTally(): Tally {
  let firstFailed = Infinity;
  let unavailable = 0;
  return {
    listed: 0,
    found: 0,
    failed: 0,
    firstFailed: () => firstFailed,
    add({ outcome, error }, window) {
      unavailable = outcome === "inbox-unavailable" ? unavailable + 1 : 0;
      if (unavailable >= mostUnavailable) throw error;
      switch (outcome) {
        case "duplicate":
        case "stale":
          return false;
        case "processed":
        case "missing":
          this.found += 1;
          return true;
        // Settled: the inbox has taken note of it, and the next run would find it just so.
        case "conflict":
          return true;
        default:
          this.failed += 1;
          firstFailed = Math.min(firstFailed, window);
          return true;
      }
    },
  };
}
