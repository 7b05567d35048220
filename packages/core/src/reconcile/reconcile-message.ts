import type { TraceMessage } from "../protocol/telemetry/trace-message.js";
import type { ReconcileProgress } from "./reconcile-progress.js";

/** One run of `reconcile`. The numbers are those of the last complete window, and `0` before it. */
export interface ReconcileMessage
  extends
    TraceMessage,
    Readonly<
      Pick<
        ReconcileProgress,
        "windows" | "listed" | "found" | "unhandled" | "failed" | "intents" | "setAside"
      >
    > {
  /** The merchant account. */
  readonly account: string;
  /** Whether nothing is applied. */
  readonly dryRun: boolean;
  /** At the end: whether the run reached its last window. False after an error, or if the caller ended it. */
  readonly isComplete: boolean;
}
