import type { Reconciled } from "./found.js";

/** After this many failures of the store in a row, the run ends instead of trying every other transaction. */
const mostUnavailable = 5;

/** Counts the outcomes of transactions by window. */
export interface Summary {
  listed: number;
  found: number;
  unhandled: number;
  failed: number;
  /**
   * Counts a transaction of a window. Returns whether the caller gets it.
   *
   * @throws the inbox's error after 5 failures of its store in a row
   */
  add(reconciled: Reconciled, window: number): boolean;
  /** The index of the first window with a failure; Infinity if there is none. */
  firstFailed(): number;
}

/** True if the next run must try the transaction again. */
export function isFailure({ outcome }: Reconciled): boolean {
  switch (outcome) {
    case "processed":
    case "missing":
    case "unhandled":
    case "duplicate":
    case "stale":
    // The inbox has recorded the conflict, and the next run would find the same.
    case "conflict":
      return false;
    default:
      return true;
  }
}

/** Creates an empty summary. */
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
        // Without `handlers` it was recorded in an earlier run.
        return handlers !== undefined;
      }
      if (outcome === "processed" || outcome === "missing") this.found += 1;
      return outcome !== "duplicate" && outcome !== "stale";
    },
  };
}
