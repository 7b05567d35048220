import { type Mode, modes } from "../scenarios/modes.js";
import { negativeControls } from "../scenarios/negative-controls.js";
import { payoutControls, payoutModes } from "../scenarios/payout-modes.js";
import type { PayoutScenario } from "../scenarios/payout-scenario.js";
import type { Scenario } from "../scenarios/scenario.js";

/** Returns every scenario with webhooks: all modes under all of their families, then the negative controls. */
export function listScenarios(): Scenario[] {
  return [...toScenarios(modes, false), ...toScenarios<Mode>(negativeControls, true)];
}

/** Returns every scenario with payouts. */
export function listPayoutScenarios(): PayoutScenario[] {
  return [...toScenarios(payoutModes, false), ...toScenarios(payoutControls, true)];
}

function toScenarios<AnyMode extends { families: readonly unknown[] }>(
  list: Record<string, AnyMode>,
  isControl: boolean,
) {
  return Object.entries(list).flatMap(([name, mode]) =>
    mode.families.map((familyName) => ({
      name,
      familyName: familyName as AnyMode["families"][number],
      mode,
      isControl,
    })),
  );
}
