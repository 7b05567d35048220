import { faultFamilies } from "../scenarios/fault-families.js";
import type { ScenarioResult } from "../scenarios/scenario.js";

/** In a shorter run, no delivery may happen to arrive while the store is down. */
const enoughForOutage = 200;

/** Returns what a result proves to be wrong. For a negative control, that is a defect which was not detected. */
export function findProblems(result: ScenarioResult): string[] {
  const where = `${result.name}, ${result.familyName}`;
  return describeProblems(result).map((problem) => `${where}: ${problem}`);
}

function describeProblems(result: ScenarioResult): string[] {
  // Found by the run itself: the oracles disagree, or it could not inject its faults.
  const found = [...(result.crashes ?? []), ...result.problems.map((problem) => `${problem}.`)];
  if (result.isControl) return [...findUndetected(result), ...found];
  return [
    ...(result.mode.mayLose === true ? [] : findViolations(result)),
    ...found,
    ...(result.faults === 0 ? ["no fault was injected."] : []),
  ];
}

function findUndetected(result: ScenarioResult): string[] {
  const { shows = [] } = result.mode;
  if (shows.some((kind) => (result[kind] ?? 0) > 0)) return [];
  return [`the negative control was not detected. Expected ${shows.join(" or ")} above 0.`];
}

function findViolations(result: ScenarioResult): string[] {
  const problems: string[] = [];
  const kinds = ["lost", "doubled", "regressed", "phantoms"] as const;
  for (const kind of kinds) {
    if (result[kind] > 0) problems.push(`${kind} ${result[kind]}.`);
  }
  if (result.lost > 0 && result.lostAfterAck !== undefined) {
    problems.push(`${result.lostAfterAck} of the lost changes had been acknowledged with a 2xx.`);
  }
  const { mayRerun, handlerFamily, mayBeUnavailable, store } = faultFamilies[result.familyName];
  // An idempotent effect must not hide an inbox that runs a handler twice.
  if (result.reruns > 0 && mayRerun !== true) {
    problems.push(`reruns ${result.reruns}, although nothing was interrupted.`);
  }
  // `reconcile()` would stop at an outage, so a failing handler must not look like one.
  const { unavailable = 0, lateStatements = 0, lateReported = 0 } = result;
  if (handlerFamily !== undefined && mayBeUnavailable !== true && unavailable > 0) {
    problems.push(`${unavailable} deliveries were rejected as inbox-unavailable.`);
  }
  if (lateStatements > lateReported) {
    const unreported = lateStatements - lateReported;
    problems.push(`${unreported} of ${lateStatements} late statements were not reported.`);
  }
  const { acknowledgedWhileDown = 0 } = result;
  if (acknowledgedWhileDown > 0) {
    problems.push(`${acknowledgedWhileDown} deliveries got a 2xx while the store was down.`);
  }
  const isDown = store === "cut" || store === "kill";
  if (isDown && result.whileDown === 0 && result.faults >= enoughForOutage) {
    problems.push("no delivery got a response while the store was down.");
  }
  return problems;
}
