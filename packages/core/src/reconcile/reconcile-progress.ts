import type { DayWindow } from "../protocol/gateway-date.js";

/** The progress of a run. */
export interface ReconcileProgress {
  /** Completed windows. */
  windowsDone: number;
  /** All windows of the run. */
  windows: number;
  /** The last completed window. */
  window: DayWindow;
  /** Transactions listed so far. */
  listed: number;
  /** Of these, how many were applied or, in a dry run, are missing. */
  found: number;
  /** Of these, how many were recorded as unhandled, because no handler matches. They do not hold back the watermark. */
  unhandled: number;
  /** Of these, how many could not be applied. The next run tries them again. */
  failed: number;
  /** Calls of `journal` that the list has confirmed so far. */
  intents: number;
  /** Transactions set aside in this run and earlier ones; see `setAsideAfter`. */
  setAside: number;
  /** The day up to which everything is applied; undefined for a run that does not move the watermark. */
  watermark: string | undefined;
}
