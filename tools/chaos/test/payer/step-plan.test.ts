import { describe, expect, it } from "vitest";
import { createStepPlan } from "../../src/payer/step-plan.js";

const options = { seed: "test", steps: ["during-post"], mostPasses: 5 };

/** How often a step is due in 40 passes. */
function countDue(plan: ReturnType<typeof createStepPlan>, step = "during-post"): number {
  return Array.from({ length: 40 }, () => plan.isDue(step)).filter(Boolean).length;
}

describe("createStepPlan", () => {
  it("makes a step due again and again, after some passes", () => {
    const count = countDue(createStepPlan(options));
    expect(count).toBeGreaterThanOrEqual(8);
    expect(count).toBeLessThan(40);
    expect(countDue(createStepPlan(options))).toBe(count);
  });

  it("makes no other step due", () => {
    expect(countDue(createStepPlan(options), "before-claim")).toBe(0);
    expect(countDue(createStepPlan({ ...options, steps: [] }))).toBe(0);
  });

  it("makes no step due once it is stopped", () => {
    const plan = createStepPlan(options);
    plan.stop();
    expect(countDue(plan)).toBe(0);
  });
});
