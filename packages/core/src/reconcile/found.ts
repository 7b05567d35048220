import type { Transaction } from "../protocol/contract/wire-types.js";
import type { OutcomeReport } from "../webhooks/observer.js";
import type { Outcome } from "../webhooks/outcome.js";

/** One transaction of the gateway's list, and the outcome of its change. */
export interface Reconciled extends Partial<
  Pick<OutcomeReport, "handlers" | "contradicts" | "reason" | "error">
> {
  /** As the gateway lists it. */
  transaction: Transaction;
  /** As for a delivery. `missing` in a dry run: the change was never applied. */
  outcome: Outcome | "missing";
  /** True if it failed in `setAsideAfter` runs, so it no longer holds back the watermark. */
  setAside?: boolean | undefined;
}

/** A result with the key that identifies it across runs. */
export interface Found extends Reconciled {
  key: string;
}
