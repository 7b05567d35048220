import { variantsOf } from "../receiver/handler-faults.js";
import { steps } from "../receiver/steps.js";
import { type FamilyName, faultFamilies } from "../scenarios/fault-families.js";
import type { ScenarioResult } from "../scenarios/scenario.js";
import { formatNumber } from "./table.js";

const interrupting: readonly FamilyName[] = ["kill -9", "stopped past its lease"];

/** Summarizes how often receivers were interrupted at each step, without the negative controls. */
export function summarizeInterruptions(results: readonly ScenarioResult[]): string[] {
  const counted = results.filter(({ isControl }) => !isControl);
  return interrupting.flatMap((familyName) => {
    const ofFamily = counted.filter((result) => result.familyName === familyName);
    const perStep = steps.flatMap((step) => {
      const counts = ofFamily.map(({ interruptions }) => interruptions?.[step] ?? 0);
      const total = counts.reduce((sum, count) => sum + count, 0);
      return total > 0 ? [`${step} ${total} (${Math.min(...counts)})`] : [];
    });
    if (perStep.length === 0) return [];
    return [`${familyName}, interruptions per step (fewest in a scenario): ${perStep.join(", ")}`];
  });
}

/**
 * Summarizes how many variants of each fault were injected and how often, without the negative controls. A variant of two databases
 * counts twice.
 */
export function summarizeVariants(results: readonly ScenarioResult[]): string[] {
  const counted = results.filter(({ isControl, variants }) => !isControl && variants !== undefined);
  const names = [...new Set(counted.map(({ familyName }) => familyName))];
  return names.flatMap((familyName) => {
    const ofFamily = counted.filter((result) => result.familyName === familyName);
    const perDatabase = new Set<string>();
    const counts = ofFamily.flatMap((result) => {
      const known = knownVariants(result);
      perDatabase.add(known.toSorted().join("\n"));
      return known.map((name) => result.variants?.[name] ?? 0);
    });
    if (counts.length === 0) return [];
    const size = [...perDatabase].reduce((sum, list) => sum + list.split("\n").length, 0);
    const fewest = formatNumber(Math.min(...counts));
    return [`${familyName}: ${size} variants, fewest injections per scenario: ${fewest}`];
  });
}

/** The variants that a scenario can inject, and those that it did. */
function knownVariants({
  mode: { settings },
  familyName,
  variants = {},
}: ScenarioResult): string[] {
  const { handlerFamily } = faultFamilies[familyName];
  const planned =
    settings === undefined || handlerFamily === undefined
      ? []
      : variantsOf(settings.engine, handlerFamily);
  return [...new Set([...Object.keys(variants), ...planned])];
}

/** What the estimate needs of a result. */
type TimedResult = Pick<ScenarioResult, "isControl" | "faults" | "seconds"> & {
  mode: { mostFaults?: number };
};

export interface RunTime {
  faults: number;
  fullFaults: number;
  ms: number;
}

/** Returns how long the run took, and an estimate for a full run of the same scenarios. */
export function summarizeTime(
  results: readonly TimedResult[],
  { faults, fullFaults, ms }: RunTime,
): string {
  const taken = `Took ${(ms / 60_000).toFixed(1)} minutes.`;
  if (faults >= fullFaults) return taken;
  const seconds = results.map((result) =>
    result.isControl || result.faults === 0
      ? result.seconds
      : (result.seconds * Math.min(fullFaults, result.mode.mostFaults ?? Infinity)) / result.faults,
  );
  const minutes = seconds.reduce((sum, one) => sum + one, 0) / 60;
  return `${taken} A full run of these scenarios would take at most ${minutes.toFixed(0)} minutes.`;
}
