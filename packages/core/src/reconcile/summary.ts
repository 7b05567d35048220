import type { Reconciled } from "./apply-found.js";

/** So many in a row that the store did not take: it is gone, and to ask on for a million more would not bring it back. */
const mostUnavailable = 5;

/** Counts what became of the transactions, window by window. */
export interface Summary {
  listed: number;
  found: number;
  unhandled: number;
  failed: number;
  /**
   * Counts one of a window, and says whether the caller gets it.
   *
   * @throws the inbox' own error when its store is gone for good
   */
  add(reconciled: Reconciled, window: number): boolean;
  /** The first window that holds a failure; Infinity where none does. */
  firstFailed(): number;
}

/** True where the next run must try again. */
export function isFailure({ outcome }: Reconciled): boolean {
  switch (outcome) {
    case "processed":
    case "missing":
    case "unhandled":
    case "duplicate":
    case "stale":
    // Settled: the inbox has taken note of it, and the next run would find it just so.
    case "conflict":
      return false;
    default:
      return true;
  }
}

/** A tally that has counted nothing. */
export function createSummary(): Summary {
  let firstFailed = Infinity;
  let unavailable = 0;
  return {
    listed: 0,
    found: 0,
    unhandled: 0,
    failed: 0,
    firstFailed: () => firstFailed,
    add(reconciled, window) {
      const { outcome, error, handlers, setAside } = reconciled;
      unavailable = outcome === "inbox-unavailable" ? unavailable + 1 : 0;
      if (unavailable >= mostUnavailable) throw error;
      if (isFailure(reconciled)) {
        this.failed += 1;
        if (setAside !== true) firstFailed = Math.min(firstFailed, window);
        return true;
      }
      if (outcome === "unhandled") {
        this.unhandled += 1;
        // Those of earlier runs are known.
        return handlers !== undefined;
      }
      if (outcome === "processed" || outcome === "missing") this.found += 1;
      return outcome !== "duplicate" && outcome !== "stale";
    },
  };
}
