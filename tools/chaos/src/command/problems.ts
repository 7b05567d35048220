import { families } from "../play/families.js";

/** In a shorter run chance may have nobody ask while the store is away. */
const enoughToBeAsked = 200;

/** What one line proves against us; of a negative control, that it did not show. */
export function problemsOf(result) {
  const where = `${result.name}, ${result.familyName}`;
  const ended = (result.endedByThemselves ?? []).map((how) => `${where}: ${how}`);
  // What the cell itself found: the oracles do not agree, or what it was to play did not come about.
  for (const problem of result.problems ?? []) ended.push(`${where}: ${problem}.`);
  if (result.isControl) {
    const shows = [result.mode.shows].flat();
    if (shows.some((kind) => result[kind] > 0)) return ended;
    const kinds = shows.join(" or ");
    const missing = `${where}: this negative control must show as ${kinds}, and did not: the run cannot see it.`;
    return [missing, ...ended];
  }
  const problems = result.mode.mayLose ? ended : [...wrongsOf(result, where), ...ended];
  if (result.faults === 0) problems.push(`${where}: no fault was played.`);
  return problems;
}

function wrongsOf(result, where) {
  const problems = ["lost", "doubled", "regressed", "phantoms"]
    .filter((kind) => result[kind] > 0)
    .map((kind) => `${where}: ${kind} ${result[kind]}.`);
  if (result.lost > 0 && result.lostThoughTaken !== undefined) {
    problems.push(`${where}: ${result.lostThoughTaken} of what is lost had got a 2xx.`);
  }
  const family = families[result.familyName];
  // Where no process is hit, a handler runs once: the effect's own idempotency must not hide an inbox that lets two in.
  if (result.again > 0 && !family?.mayRunAgain) {
    problems.push(`${where}: a handler ran again ${result.again} times.`);
  }
  // A handler that fails is not an outage: `reconcile()` would stop for it.
  if (family?.handlerFaults !== undefined && result.unavailable > 0) {
    problems.push(`${where}: ${result.unavailable} deliveries were refused as inbox-unavailable.`);
  }
  if (result.late > result.lateReported) {
    const unreported = result.late - result.lateReported;
    problems.push(`${where}: ${unreported} of ${result.late} late statements were not reported.`);
  }
  if (result.wronglyTaken > 0) {
    problems.push(`${where}: ${result.wronglyTaken} answers of 2xx while the store was away.`);
  }
  const isAway = family?.store === "cut" || family?.store === "kill";
  if (isAway && result.whileDown === 0 && result.faults >= enoughToBeAsked) {
    problems.push(`${where}: no delivery was answered while the store was away.`);
  }
  return problems;
}
