import { type Mode, modes } from "../scenarios/modes.js";
import { negativeControls } from "../scenarios/negative-controls.js";
import type { Scenario } from "../scenarios/scenario.js";

/** Returns every scenario: all modes under all of their families, then the negative controls. */
export function listScenarios(): Scenario[] {
  return [...toScenarios(modes, false), ...toScenarios(negativeControls, true)];
}

function toScenarios(list: Record<string, Mode>, isControl: boolean): Scenario[] {
  return Object.entries(list).flatMap(([name, mode]) =>
    mode.families.map((familyName) => ({ name, familyName, mode, isControl })),
  );
}
