import type { Mode } from "./modes.js";
import type { Family } from "./families.js";
import { breakStore } from "../stores/break-store.js";
import { createClosing } from "./closing.js";
import { deployUntilStopped } from "../fleet/deploy.js";
import { createFleet } from "../fleet/fleet.js";
import { createGateways } from "../gateways/gateways.js";
import { judgeMoney } from "../oracle/judge-money.js";
import { judge } from "../oracle/judge.js";
import { readLedger, replayDeadLetters, untilWorkedOff } from "../ledger/read-ledger.js";
import { createSender } from "../gateways/sender.js";
import { inHandler } from "../receiver/steps.js";
import { startLedger } from "../ledger/start-ledger.js";
import { whenAborted } from "./when-aborted.js";

const fewestGateways = 16;
/** The share of first attempts at which a handler does something wrong. */
const wrongHandlers = 0.6;
/** So many changes are under way at once in a full run: a restart is dear, and takes along all that is under way. */
const mostGateways = 512;
/** How many times each of them is to be faulted. */
const faultsPerGateway = 8;
/** The same, where all wait for each restart. */
const faultsPerGatewayInTurn = 3;

/**
 * Plays one family of faults on one mode until enough changes were faulted, and judges it. Ends early, and rejects, once
 * `signal` is aborted; whatever was started is closed then.
 */
export async function playCell({
  mode,
  family,
  seed,
  faults,
  onProgress,
  signal,
}: {
  mode: Mode;
  family: Family;
  seed: string;
  faults: number;
  onProgress: (share: number) => void;
  signal?: AbortSignal;
}) {
  const startedAt = performance.now();
  const closing = createClosing();
  try {
    const interrupted = whenAborted(signal);
    return await Promise.race([play(), interrupted]);
  } finally {
    await closing.close();
  }

  async function play() {
    const isInTurn =
      family.deploys === true || (mode.processes === 1 && family.signal !== undefined);
    // What befalls one delivery and not all could befall each of its fifteen attempts, and it would be given up.
    const isHitAlone = family.signal !== undefined || family.store === "commit";
    const wanted = Math.ceil(faults / (isInTurn ? faultsPerGatewayInTurn : faultsPerGateway));
    const count = Math.min(mostGateways, Math.max(fewestGateways, wanted));
    // A lease that ends while a loaded machine is slow is a fault of its own: only where somebody is hit.
    const lease = leaseOf(family, mode, count);
    const ledger = closing.add(await startLedger({ leaseMs: lease }));
    const isProxied = family.store === "cut" || family.store === "commit";
    const store = closing.add(await mode.store?.({ isProxied }));
    const gateways = closing.add(
      await createGateways({
        count,
        seed,
        chaos: family.chaos,
        deliverFor: (number) => (url, init) => sender.deliverFor(number)(url, init),
      }),
    );
    const fleet = closing.add(
      createFleet({
        size: mode.processes,
        stopMs: lease * 1.3,
        hasCalm: isHitAlone && mode.processes > 1,
        calmSettings: store?.directSettings,
        onHit: (keys) => {
          for (const key of keys) sender.faulted.add(key);
        },
        settings: {
          ...mode.settings,
          ...store?.settings,
          leaseMs: lease,
          ledgerUrl: ledger.url,
          passwords: gateways.passwords,
        },
      }),
    );
    const acknowledged = () => sender.tally.acknowledged;
    const breaking = closing.add(
      breakStore(store, {
        how: family.store,
        seed,
        acknowledged,
        between: count,
        isSparing: () => sender.isNearLastAttempt(),
        onHit: () => {
          for (const key of fleet.underWay()) sender.faulted.add(key);
        },
      }),
    );
    const deploying = closing.add(
      deployUntilStopped(fleet, {
        isOn: family.deploys === true,
        acknowledged,
        between: count / 2,
      }),
    );
    const sender = createSender({
      fleet,
      family,
      seed,
      faults: faultsOf(family, mode),
      chance: family.handlerFaults === undefined ? chanceOfHit(mode, count) : wrongHandlers,
      retryPauseMs: (family.mayRunAgain || family.isSlow) && !mode.isQueued ? lease / 2 : 90,
      // It has given up when the lease would end, and comes again while the handler still works.
      patienceMs: family.isSlow ? lease * 1.1 : undefined,
      breaking,
    });
    const { tally, faulted } = sender;
    await fleet.whole();
    breaking.begin();
    await gateways.play(() => {
      onProgress(Math.min(1, faulted.size / faults));
      const isOver = fleet.isBroken() || ledger.hasEnded() || signal?.aborted === true;
      return isOver || faulted.size >= faults;
    });
    await deploying.close();
    await breaking.close();
    await fleet.awake();
    // Who was woken may still be at work: it must not write after the books are closed.
    if (!mode.isQueued) await fleet.idle();
    // A queue answers before it works: what was acknowledged first may be worked on last, and a `pending` may be stale.
    const truth = gateways.truth(mode.isQueued ? new Map() : sender.orders);
    const readEntries = async () =>
      mode.hasLedger ? await readLedger(fleet) : (await ledger.books()).entries;
    let replayed = 0;
    if (mode.isQueued) {
      await untilWorkedOff(
        async () => judge(truth, await readEntries()).lost === 0,
        async () => (replayed += await replayDeadLetters(fleet)),
      );
    }
    const known = new Set(truth.map(({ key }) => key));
    const entries = await readEntries();
    const outside = await ledger.books();
    const verdict = judge(truth, entries);
    const isTaken = (key) => (sender.orders.get(key)?.acknowledged ?? Infinity) < Infinity;
    return {
      ...verdict,
      lostThoughTaken: verdict.lostKeys.filter(isTaken).length,
      problems: judgeMoney(truth, entries),
      events: truth.length,
      deliveries: tally.deliveries,
      faults: [...faulted].filter((key) => known.has(key)).length,
      again: outside.runs - outside.entries.length,
      whileDown: tally.whileDown,
      wronglyTaken: tally.wronglyTaken,
      unavailable: tally.unavailable,
      late: fleet.notes["late"] ?? 0,
      lateReported: fleet.notes["late, reported"] ?? 0,
      plays: fleet.plays,
      hits: fleet.hits,
      outages: breaking.times(),
      deploys: deploying.times(),
      replayed,
      endedByThemselves: fleet.problems,
      seconds: (performance.now() - startedAt) / 1000,
    };
  }
}

/** Short where a takeover is waited for. The more is under way, the longer each takes. */
function leaseOf({ mayRunAgain, isSlow }: Family, { isQueued, settings }: Mode, count: number) {
  // Long enough for a renewal on a loaded machine; a lease that is never renewed may be short.
  if (isSlow) return (settings["neverRenews"] === true ? 200 : 800) + 2 * count;
  return mayRunAgain ? (isQueued ? 1400 : 400) + 3 * count : 60_000;
}

/** More than one of those that are under way in a receiver at once; less, where all wait for its restart. */
function chanceOfHit({ processes }, count) {
  return Math.min(0.5, (processes === 1 ? 1 : 1.5 * (processes - 1)) / count);
}

/** The faults that a delivery may carry. */
function faultsOf(family: Family, { isQueued }: Mode) {
  const { signal, steps = [], handlerFaults = [] } = family;
  if (signal === undefined) return handlerFaults.map((name) => `${inHandler} ${name}`);
  return (isQueued ? queuedSteps(family) : steps).map((step) => `${step} ${signal}`);
}

/** A webhook's fault fires at once, a worker's waits for a job: drawn alike, the webhook would always be first. */
function queuedSteps({ steps = [] }: Family) {
  const ofWorker = steps.filter((step) => step !== "before-claim" && step !== "after-complete");
  return [...steps, ...ofWorker, ...ofWorker, ...ofWorker];
}
