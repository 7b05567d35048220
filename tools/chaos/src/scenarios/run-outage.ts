import { Agent } from "node:http";
import { createFleet, type Fleet } from "../fleet/fleet.js";
import { createOutageGateways, type Reconcile } from "../gateways/outage-gateways.js";
import { createOutageLog } from "../gateways/outage-log.js";
import { readLedger, waitForQueue } from "../ledger/read-ledger.js";
import { startLedger } from "../ledger/start-ledger.js";
import { compareChanges } from "../oracle/compare-changes.js";
import { compareMoney } from "../oracle/compare-money.js";
import { post } from "../post.js";
import type { OutcomeCounts } from "../receiver/reconcile-gateway.js";
import { createCleanup } from "./cleanup.js";
import type { Mode } from "./modes.js";
import { findMissedRaces, raceReconciler } from "./race-reconciler.js";
import { rejectWhenAborted } from "./reject-when-aborted.js";
import type { RunOptions, RunResult } from "./scenario.js";

/** Long, because no process is interrupted: a busy machine must not make a handler run twice. */
const leaseMs = 60_000;
const gatewayCount = 8;
/** Most payments have two changes, and only the last of those whose retries are exhausted counts. */
const faultsPerPayment = 1.4;

export interface OutageResult extends RunResult {
  /** Changes that only the gateways' lists still had. */
  listOnly: number;
  /** Changes that a late webhook and the reconciler both delivered. */
  raced: number;
  /** Late webhooks that were rejected because the reconciler was applying the same change. */
  inProgress: number;
  /** How many transactions had each outcome in the reconciler. */
  outcomes: OutcomeCounts;
}

type OutageOptions = Omit<RunOptions, "family">;
type Cleanup = ReturnType<typeof createCleanup>;

/**
 * Runs an outage of 90 virtual minutes: all receivers are down, and some webhooks exhaust their retries. When the receivers
 * are back, the other webhooks arrive late while the reconciler processes the same transactions. A change counts as faulted
 * if its retries were exhausted or if it raced the reconciler.
 */
export async function runOutage(options: OutageOptions): Promise<OutageResult> {
  const cleanup = createCleanup();
  try {
    return await Promise.race([run(options, cleanup), rejectWhenAborted(options.signal)]);
  } finally {
    await cleanup.close();
  }
}

async function run(
  { mode, seed, faults, onProgress }: OutageOptions,
  cleanup: Cleanup,
): Promise<OutageResult> {
  const startedAt = performance.now();
  const ledger = cleanup.add(await startLedger({ leaseMs }));
  const store = cleanup.add(await mode.store?.());
  /** The address of a receiver that has exited. */
  const down = { url: "", agent: new Agent() };
  let pick = async () => down;
  const log = createOutageLog(async (delivery) => {
    const { url, agent } = await pick();
    return await post(url, { ...delivery, agent });
  });
  const outage = cleanup.add(await createOutageGateways({ count: gatewayCount, seed, log }));
  const { passwords } = outage;
  const settings = {
    ...mode.settings,
    ...store?.settings,
    leaseMs,
    ledgerUrl: ledger.url,
    passwords,
  };
  const startFleet = async (size: number, more: object = {}) => {
    const fleet = cleanup.add(createFleet({ size, settings: { ...settings, ...more } }));
    await fleet.ready();
    return fleet;
  };
  const readEntries = async (fleet: Fleet) =>
    mode.hasLedgerTable === true ? await readLedger(fleet) : (await ledger.snapshot()).entries;
  const waitUntilApplied = async (fleet: Fleet) => {
    if (mode.isQueued !== true) return;
    const { expected } = outage.expectedChanges(new Map());
    await waitForQueue(async () => compareChanges(expected, await readEntries(fleet)).lost === 0);
  };

  const before = await startFleet(mode.processes);
  pick = () => before.pick();
  await outage.open();
  // A receiver that is killed now would keep its lease for a minute.
  await waitUntilApplied(before);
  down.url = (await before.pick()).url;
  await before.close();
  pick = async () => down;
  await outage.passOutage(faults / faultsPerPayment, (share) => onProgress(share * 0.8));

  const fleet = await startFleet(mode.processes);
  pick = () => fleet.pick();
  const reconcile = await startReconciler(mode, fleet, startFleet);
  const outcomes = await raceReconciler(outage.gateways, reconcile);
  await waitUntilApplied(fleet);
  // With a queue, an early acknowledgement can be applied late, so any `pending` may be stale.
  const orders = mode.isQueued === true ? new Map() : log.orders;
  const { expected, listOnly } = outage.expectedChanges(orders);
  const entries = await readEntries(fleet);
  const external = await ledger.snapshot();
  const race = { listOnly: listOnly.length, raced: log.raced.size };
  return {
    ...compareChanges(expected, entries),
    ...race,
    inProgress: log.counts.inProgress,
    outcomes,
    events: expected.length,
    deliveries: log.counts.deliveries,
    faults: new Set([...listOnly, ...log.raced]).size,
    reruns: external.runs - external.entries.length,
    crashes: [...before.crashes, ...fleet.crashes],
    problems: [
      ...compareMoney(expected, entries),
      ...(reconcile === undefined ? [] : findMissedRaces(race, outcomes)),
    ],
    seconds: (performance.now() - startedAt) / 1000,
  };
}

/** Starts the reconciler in its own process, or in the only receiver if no second process can open the store. */
async function startReconciler(
  mode: Mode,
  fleet: Fleet,
  startFleet: (size: number, more?: object) => Promise<Fleet>,
): Promise<Reconcile | undefined> {
  if (mode.reconciler === "none") return undefined;
  const own = mode.processes === 1 ? fleet : await startFleet(1, mode.reconciler);
  return async (gateway) => {
    const { url } = await own.pick();
    // Not `post`, whose timeout is too short for a long list.
    const response = await fetch(new URL("/reconcile", url), {
      method: "POST",
      body: JSON.stringify(gateway),
    });
    if (!response.ok) throw new Error(`The reconciler failed: ${await response.text()}`);
    return (await response.json()) as OutcomeCounts;
  };
}
