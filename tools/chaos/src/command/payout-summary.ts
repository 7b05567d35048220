import { payoutFamilies } from "../scenarios/payout-families.js";
import type { PayoutScenarioResult } from "../scenarios/payout-scenario.js";
import { formatNumber } from "./table.js";

/** Summarizes how often payers were interrupted at each step, and which connections failed, without the negative controls. */
export function summarizePayouts(results: readonly PayoutScenarioResult[]): string[] {
  const counted = results.filter(({ isControl }) => !isControl);
  const names = [...new Set(counted.map(({ familyName }) => familyName))];
  return names.flatMap((name) => {
    const ofFamily = counted.filter(({ familyName }) => familyName === name);
    if (payoutFamilies[name].losesResponses === true) {
      const counts = countsOf(ofFamily.map(({ variants }) => variants));
      const fewest = Math.min(...counts.map(([, , least]) => least));
      return [
        `${name}: ${counts.length} variants, fewest injections per scenario: ${formatNumber(fewest)}`,
      ];
    }
    const counts = countsOf(ofFamily.map(({ interruptions }) => interruptions));
    if (counts.length === 0) return [];
    const perStep = counts.map(([step, total, least]) => `${step} ${total} (${least})`);
    return [`${name}, interruptions per step (fewest in a scenario): ${perStep.join(", ")}`];
  });
}

/** The total of each name, and the least of a scenario that has it. Steps of an outbox are missing in other scenarios. */
function countsOf(records: readonly Record<string, number>[]): [string, number, number][] {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return names.map((name) => {
    const counts = records.flatMap((record) => record[name] ?? []);
    return [name, counts.reduce((sum, count) => sum + count, 0), Math.min(...counts)];
  });
}
