import { variantsOf } from "../receiver/handler-faults.js";
import { inHandler } from "../receiver/steps.js";
import type { FaultFamily } from "./fault-families.js";
import type { Mode } from "./modes.js";

/** The number of gateways is the number of changes in progress at once: a restart is slow, and interrupts all of them. */
const fewestGateways = 16;
const mostGateways = 512;
/** How many changes of each gateway to fault. */
const faultsPerGateway = 8;
/** The same where all gateways wait for each restart. */
const faultsPerGatewayWhenRestarting = 3;
/** The share of first attempts in which a handler has a fault. */
const handlerFaultProbability = 0.6;

/** Whether every gateway waits while a receiver restarts. */
function isRestarting(family: FaultFamily, { processes }: Mode): boolean {
  return family.deploys === true || (processes === 1 && family.signal !== undefined);
}

export function gatewayCountFor(family: FaultFamily, mode: Mode, faults: number): number {
  const perGateway = isRestarting(family, mode) ? faultsPerGatewayWhenRestarting : faultsPerGateway;
  const most = mode.mostGateways ?? mostGateways;
  return Math.min(most, Math.max(fewestGateways, Math.ceil(faults / perGateway)));
}

/** Returns a short lease where a takeover is awaited, and otherwise one that does not expire on a busy machine. */
export function leaseMsFor(
  { mayRerun, isSlow }: FaultFamily,
  { isQueued, settings, hasWholeSeconds }: Mode,
  gatewayCount: number,
): number {
  // Long enough for a renewal on a busy machine. A lease that is never renewed can be short.
  if (isSlow === true) return (settings?.neverRenews === true ? 200 : 800) + 2 * gatewayCount;
  if (mayRerun !== true) return 60_000;
  const leaseMs = (isQueued === true ? 1400 : 400) + 3 * gatewayCount;
  return hasWholeSeconds === true ? Math.ceil(leaseMs / 1000) * 1000 : leaseMs;
}

/** Returns how likely a delivery is to carry a fault. */
export function faultProbability(
  { handlerFamily }: FaultFamily,
  { processes }: Mode,
  gatewayCount: number,
): number {
  if (handlerFamily !== undefined) return handlerFaultProbability;
  // More than one of the deliveries in progress in each receiver; fewer if all of them wait for its restart.
  return Math.min(0.5, (processes === 1 ? 1 : 1.5 * (processes - 1)) / gatewayCount);
}

/** Returns the faults that a delivery may carry. */
export function faultNames(family: FaultFamily, { isQueued, settings }: Mode): string[] {
  const { signal, steps = [], handlerFamily } = family;
  if (handlerFamily !== undefined && settings !== undefined) {
    return variantsOf(settings.engine, handlerFamily).map((name) => `${inHandler} ${name}`);
  }
  if (signal === undefined) return [];
  return (isQueued === true ? weightedSteps(family) : steps).map((step) => `${step} ${signal}`);
}

/** With equal weights the webhook would always be first: its faults happen immediately, the worker's wait for a job. */
function weightedSteps({ steps = [] }: FaultFamily) {
  const ofWorker = steps.filter((step) => step !== "before-claim" && step !== "after-complete");
  return [...steps, ...ofWorker, ...ofWorker, ...ofWorker];
}
