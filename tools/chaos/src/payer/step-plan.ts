import { seededChoice, seededRandom } from "../seeded-random.js";

export interface StepPlanOptions {
  seed: string;
  steps: readonly string[];
  /** The most times that a step is passed before it is due. */
  mostPasses: number;
}

/** Chooses one step after another, each of which is due after some passes. */
export function createStepPlan({ seed, steps, mostPasses }: StepPlanOptions) {
  let isStopped = steps.length === 0;
  let chosen = 0;
  let step = "";
  let passesLeft = 0;

  function chooseNext() {
    chosen += 1;
    step = seededChoice(steps, seed, "step", chosen);
    passesLeft = 1 + Math.floor(seededRandom(seed, "passes", chosen) * mostPasses);
  }
  if (!isStopped) chooseNext();

  return {
    /** Whether this step is due now. */
    isDue(name: string): boolean {
      if (isStopped || name !== step) return false;
      passesLeft -= 1;
      if (passesLeft > 0) return false;
      chooseNext();
      return true;
    },
    stop() {
      isStopped = true;
    },
  };
}
