import { payoutFamilies } from "../scenarios/payout-families.js";
import { mayStayUnknown } from "../scenarios/payout-plan.js";
import type { PayoutScenarioResult } from "../scenarios/payout-scenario.js";

/** Returns what a result proves to be wrong. For a negative control, that is a defect which was not detected. */
export function findPayoutProblems(result: PayoutScenarioResult): string[] {
  const where = `${result.name}, ${result.familyName}`;
  return describeProblems(result).map((problem) => `${where}: ${problem}`);
}

function describeProblems(result: PayoutScenarioResult): string[] {
  if (result.isControl) return [...findUndetected(result), ...result.crashes];
  const found = [
    ...result.crashes,
    ...(result.faults === 0 ? ["no fault was injected."] : []),
    ...(result.lost > 0 ? [`lost ${result.lost}.`] : []),
    ...(result.refundedTwice > 0 ? [`refunded twice ${result.refundedTwice}.`] : []),
    ...(result.undecided > 0 && !mayStayUnknown(payoutFamilies[result.familyName])
      ? [`undecided ${result.undecided}, although nothing was interrupted.`]
      : []),
    ...result.problems.map((problem) => `${problem}.`),
  ];
  // A policy that sends again may pay twice.
  if (result.mode.mayLose === true || result.sentTwice === 0) return found;
  return [`sent twice ${result.sentTwice}.`, ...found];
}

function findUndetected({ mode: { shows = [] }, ...result }: PayoutScenarioResult): string[] {
  if (shows.some((kind) => result[kind] > 0)) return [];
  return [`the negative control was not detected. Expected ${shows.join(" or ")} above 0.`];
}
