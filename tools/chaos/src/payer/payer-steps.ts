import { reportSignal } from "../receiver/report-pipe.js";
import type { PayerSettings } from "./settings.js";
import { createStepPlan } from "./step-plan.js";

/** The steps at which a payer can be interrupted, in the order of a payout. Those of an outbox come first and last. */
export const payerSteps = [
  "before-debit",
  "after-debit",
  "after-enqueue",
  "after-commit",
  "before-claim",
  "after-claim",
  "before-post",
  "before-write",
  "during-post",
  "after-post",
  "before-complete",
  "after-complete",
  "before-effect",
  "after-effect",
  "before-settle",
  "after-settle",
] as const;

export type PayerStep = (typeof payerSteps)[number];

/** The steps of a call without an outbox. */
export const callSteps = payerSteps.slice(4, 12);

/** The faults that a payer injects into itself. */
export interface PayerFaults {
  /** Kills or stops the process if the step is due. */
  reach: (name: PayerStep) => void;
  /** Whether the gateway must kill the process during this POST. Reports the signal if so. */
  isKilledDuringPost: () => boolean;
  /** Ends every fault, so that the rest of the work completes. */
  disarm: () => void;
  isDisarmed: () => boolean;
}

/** Creates the faults of this process. */
export function createPayerFaults({
  seed,
  signal,
  steps = [],
  mostPasses,
}: Pick<PayerSettings, "seed" | "signal" | "steps" | "mostPasses">): PayerFaults {
  const plan = createStepPlan({ seed, steps: signal === undefined ? [] : steps, mostPasses });
  let isDisarmed = false;
  return {
    reach(name) {
      if (signal === undefined || !plan.isDue(name)) return;
      reportSignal(name, signal);
      process.kill(process.pid, signal);
      // A signal can take a moment to arrive. Block until then, so that nothing else runs.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    },
    isKilledDuringPost() {
      const isKilled = plan.isDue("during-post");
      if (isKilled) reportSignal("during-post", "SIGKILL");
      return isKilled;
    },
    disarm() {
      isDisarmed = true;
      plan.stop();
    },
    isDisarmed: () => isDisarmed,
  };
}
