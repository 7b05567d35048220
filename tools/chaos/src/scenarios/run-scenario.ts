import { createFleet } from "../fleet/fleet.js";
import { startRollingDeploys } from "../fleet/rolling-deploys.js";
import { createGateways } from "../gateways/gateways.js";
import { createSender } from "../gateways/sender.js";
import { readLedger, replayDeadLetters, waitForQueue } from "../ledger/read-ledger.js";
import { startLedger } from "../ledger/start-ledger.js";
import { compareChanges } from "../oracle/compare-changes.js";
import { compareMoney } from "../oracle/compare-money.js";
import { breakStore } from "../stores/break-store.js";
import { createCleanup } from "./cleanup.js";
import { faultNames, faultProbability, gatewayCountFor, leaseMsFor } from "./plan.js";
import { rejectWhenAborted } from "./reject-when-aborted.js";
import type { RunOptions, RunResult } from "./scenario.js";

type Cleanup = ReturnType<typeof createCleanup>;

/** Runs one family of faults against one mode until enough changes were faulted, and compares the ledger. */
export async function runScenario(options: RunOptions): Promise<RunResult> {
  const cleanup = createCleanup();
  try {
    return await Promise.race([run(options, cleanup), rejectWhenAborted(options.signal)]);
  } finally {
    await cleanup.close();
  }
}

async function run(
  { mode, family, seed, faults, onProgress, signal }: RunOptions,
  cleanup: Cleanup,
): Promise<RunResult> {
  const startedAt = performance.now();
  const gatewayCount = gatewayCountFor(family, mode, faults);
  const leaseMs = leaseMsFor(family, mode, gatewayCount);
  const ledger = cleanup.add(await startLedger({ leaseMs }));
  const isProxied = family.store === "cut" || family.store === "commit";
  const store = cleanup.add(await mode.store?.({ isProxied }));
  const gateways = cleanup.add(
    await createGateways({
      count: gatewayCount,
      seed,
      chaos: family.chaos,
      deliverFor: (gateway) => (url, init) => sender.deliverFor(gateway)(url, init),
    }),
  );
  // A fault that hits single deliveries could hit all fifteen attempts of one and exhaust its retries.
  const hitsSingleDeliveries = family.signal !== undefined || family.store === "commit";
  const fleet = cleanup.add(
    createFleet({
      size: mode.processes,
      stopMs: leaseMs * 1.3,
      hasSafe: hitsSingleDeliveries && mode.processes > 1,
      safeSettings: store?.directSettings,
      onFaulted: (keys) => {
        for (const key of keys) sender.faulted.add(key);
      },
      settings: {
        ...mode.settings,
        ...store?.settings,
        leaseMs,
        ledgerUrl: ledger.url,
        passwords: gateways.passwords,
      },
    }),
  );
  const acknowledged = () => sender.counts.acknowledged;
  const breaker = cleanup.add(
    breakStore(store, {
      fault: family.store,
      seed,
      acknowledged,
      between: gatewayCount,
      isSparing: () => sender.isNearlySpent(),
      onOutage: () => {
        for (const key of fleet.inProgress()) sender.faulted.add(key);
      },
    }),
  );
  const deploys = cleanup.add(
    startRollingDeploys(fleet, {
      isOn: family.deploys === true,
      acknowledged,
      between: gatewayCount / 2,
    }),
  );
  const waitsForLease =
    (family.mayRerun === true || family.isSlow === true) && mode.isQueued !== true;
  const sender = createSender({
    fleet,
    family,
    seed,
    faults: faultNames(family, mode),
    probability: faultProbability(family, mode, gatewayCount),
    retryPauseMs: waitsForLease ? leaseMs / 2 : 90,
    // The gateway retries after the lease would have expired, while the handler is still running.
    timeoutMs: family.isSlow === true ? leaseMs * 1.1 : undefined,
    breaker,
  });
  const { counts, faulted } = sender;
  await fleet.ready();
  breaker.begin();
  await gateways.run(() => {
    onProgress(Math.min(1, faulted.size / faults));
    const isOver = fleet.isBroken() || ledger.hasEnded() || signal?.aborted === true;
    return isOver || faulted.size >= faults;
  });
  await deploys.close();
  await breaker.close();
  await fleet.resumed();
  // A resumed receiver may still be working. It must not write after the ledger has been read.
  if (mode.isQueued !== true) await fleet.idle();
  // With a queue, an early acknowledgement can be applied late, so any `pending` may be stale.
  const expected = gateways.expectedChanges(mode.isQueued === true ? new Map() : sender.orders);
  const readEntries = async () =>
    mode.hasLedgerTable === true ? await readLedger(fleet) : (await ledger.snapshot()).entries;
  let replayed = 0;
  if (mode.isQueued === true) {
    await waitForQueue(
      async () => compareChanges(expected, await readEntries()).lost === 0,
      async () => (replayed += await replayDeadLetters(fleet)),
    );
  }
  const known = new Set(expected.map(({ key }) => key));
  const entries = await readEntries();
  const external = await ledger.snapshot();
  const verdict = compareChanges(expected, entries);
  const isAcknowledged = (key: string) =>
    (sender.orders.get(key)?.acknowledged ?? Infinity) < Infinity;
  return {
    ...verdict,
    lostAfterAck: verdict.lostKeys.filter(isAcknowledged).length,
    problems: compareMoney(expected, entries),
    events: expected.length,
    deliveries: counts.deliveries,
    faults: [...faulted].filter((key) => known.has(key)).length,
    reruns: external.runs - external.entries.length,
    whileDown: counts.whileDown,
    acknowledgedWhileDown: counts.acknowledgedWhileDown,
    unavailable: counts.unavailable,
    lateStatements: fleet.counts["late"] ?? 0,
    lateReported: fleet.counts["late, reported"] ?? 0,
    variants: fleet.handlerFaults,
    interruptions: fleet.interruptions,
    crashes: fleet.crashes,
    outages: breaker.outages(),
    deploys: deploys.restarts(),
    replayed,
    seconds: (performance.now() - startedAt) / 1000,
  };
}
