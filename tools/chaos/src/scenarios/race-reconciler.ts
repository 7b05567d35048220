import type { OutageGateway, Reconcile } from "../gateways/outage-gateways.js";
import type { OutcomeCounts } from "../receiver/reconcile-gateway.js";

/** From this many races on, each side must have won some. */
const fairRace = 500;

export interface Race {
  /** Changes that only the gateways' lists still had. */
  listOnly: number;
  /** Changes that a late webhook and the reconciler both delivered. */
  raced: number;
}

/**
 * Delivers late webhooks while the reconciler processes the same transactions, as often as it can, and then once more, like
 * its next scheduled run. Returns the outcomes of the reconciler.
 */
export async function raceReconciler(
  gateways: readonly OutageGateway[],
  reconcile: Reconcile | undefined,
): Promise<OutcomeCounts> {
  const passes: OutcomeCounts[] = [];
  const raceOne = async ({ sandbox, reconcileWith }: OutageGateway) => {
    const state = { isDelivering: true };
    const delivering = sandbox.runUntilIdle().finally(() => (state.isDelivering = false));
    const pass = async () => {
      if (reconcile === undefined) await delivering;
      else passes.push(await reconcileWith(reconcile));
    };
    while (state.isDelivering) await pass();
    await delivering;
    await pass();
  };
  await Promise.all(gateways.map(raceOne));
  const sums: OutcomeCounts = {};
  for (const [outcome, count] of passes.flatMap(Object.entries<number>)) {
    sums[outcome] = (sums[outcome] ?? 0) + count;
  }
  return sums;
}

/** Returns what did not happen, so that the scenario would prove less than it claims. */
export function findMissedRaces({ listOnly, raced }: Race, outcomes: OutcomeCounts): string[] {
  const { processed = 0, ...failed } = outcomes;
  const problems: string[] = [];
  if (listOnly === 0) problems.push("no webhook exhausted its retries");
  if (raced === 0) problems.push("no late webhook raced the reconciler");
  // In a short race, one side can always win by chance. Only the reconciler delivers what exhausted its retries.
  if (raced >= fairRace && processed <= listOnly) {
    problems.push("the reconciler never applied a change before its late webhook");
  }
  if (raced >= fairRace && processed >= listOnly + raced) {
    problems.push("no late webhook arrived before the reconciler");
  }
  for (const [outcome, count] of Object.entries(failed)) {
    problems.push(`the reconciler could not apply ${count} transactions (${outcome})`);
  }
  return problems;
}
