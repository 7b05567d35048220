import type { Mode } from "./modes.js";
import { Agent } from "node:http";
import { createClosing } from "./closing.js";
import { createFleet } from "../fleet/fleet.js";
import { judgeMoney } from "../oracle/judge-money.js";
import { judge } from "../oracle/judge.js";
import { createOutageGateways } from "../gateways/outage-gateways.js";
import { createOutageNotes } from "../gateways/outage-notes.js";
import { post } from "../post.js";
import { readLedger, untilWorkedOff } from "../ledger/read-ledger.js";
import { startLedger } from "../ledger/start-ledger.js";
import { whenAborted } from "./when-aborted.js";

/** Nobody is hit here: no handler may run twice because a loaded machine was slow. */
const leaseMs = 60_000;
const gatewayCount = 8;
/** So many that either side must have been first at some. */
const fairRace = 500;
/** Most payments are of two changes, and of those that the gateways give up only the last one counts. */
const faultsPerPayment = 1.4;

/**
 * Plays an outage of 90 virtual minutes: all receivers are down, and the gateways give up part of the webhooks. When the
 * receivers are back, the rest comes late while the reconciler goes through the same transactions. Faults are the changes
 * that were given up and those that raced.
 *
 * @param options once `signal` is aborted it ends early, and rejects; all that it started is closed
 */
export async function playOutage({
  mode,
  seed,
  faults,
  onProgress,
  signal,
}: {
  mode: Mode;
  seed: string;
  faults: number;
  onProgress: (share: number) => void;
  signal?: AbortSignal;
}) {
  const startedAt = performance.now();
  const closing = createClosing();
  try {
    return await Promise.race([play(), whenAborted(signal)]);
  } finally {
    await closing.close();
  }

  async function play() {
    const ledger = closing.add(await startLedger({ leaseMs }));
    const store = closing.add(await mode.store?.());
    /** Where a delivery goes: with the balancer or, while all are down, where nothing listens any more. */
    let pick = async () => gone;
    const gone = { url: "", agent: new Agent() };
    const notes = createOutageNotes(async (init) => {
      const { url, agent } = await pick();
      return await post(url, { ...init, agent });
    });
    const world = closing.add(await createOutageGateways({ count: gatewayCount, seed, notes }));
    const { passwords } = world;
    const own = { leaseMs, ledgerUrl: ledger.url, passwords };
    const settings = { ...mode.settings, ...store?.settings, ...own };
    const start = async (size, more = {}) => {
      const fleet = createFleet({ size, settings: { ...settings, ...more } });
      closing.add(fleet);
      await fleet.whole();
      return fleet;
    };
    const read = async (fleet) =>
      mode.hasLedger ? await readLedger(fleet) : (await ledger.books()).entries;
    /** A queue answers before it works: waits for what it was told. */
    const settle = async (fleet) => {
      if (!mode.isQueued) return;
      const { truth } = world.books(new Map());
      await untilWorkedOff(async () => judge(truth, await read(fleet)).lost === 0);
    };

    const before = await start(mode.processes);
    pick = () => before.pick();
    await world.open();
    // Nobody shall be killed with a lease of a minute in hand.
    await settle(before);
    gone.url = (await before.pick()).url;
    await before.close();
    pick = async () => gone;
    await world.endure(faults / faultsPerPayment, (share) => onProgress(share * 0.8));

    const fleet = await start(mode.processes);
    pick = () => fleet.pick();
    const reconciler = await startReconciler(mode, { fleet, start });
    const found = await race(world.gateways, reconciler);
    await settle(fleet);
    // In a queue, what was acknowledged first may be worked on last: that says nothing.
    const { truth, givenUp } = world.books(mode.isQueued ? new Map() : notes.orders);
    const entries = await read(fleet);
    const outside = await ledger.books();
    const { raced, tally } = notes;
    return {
      ...judge(truth, entries),
      events: truth.length,
      deliveries: tally.deliveries,
      faults: new Set([...givenUp, ...raced]).size,
      again: outside.runs - outside.entries.length,
      givenUp: givenUp.length,
      raced: raced.size,
      met: tally.met,
      found,
      endedByThemselves: [...before.problems, ...fleet.problems],
      problems: [
        ...judgeMoney(truth, entries),
        ...(reconciler === undefined ? [] : missedOf({ givenUp, raced, found })),
      ],
      seconds: (performance.now() - startedAt) / 1000,
    };
  }
}

/** What reconciles: a process of its own, or the one receiver where no second process can open the store. */
async function startReconciler(mode, { fleet, start }) {
  if (mode.reconciler === "none") return undefined;
  const own = mode.processes === 1 ? fleet : await start(1, mode.reconciler);
  return async (gateway) => {
    const { url } = await own.pick();
    // Not by `post`, which waits for 20 seconds: a long list takes longer.
    const init = { method: "POST", body: JSON.stringify(gateway) };
    const response = await fetch(new URL("/reconcile", url), init);
    if (!response.ok) throw new Error(`The reconciler answered: ${await response.text()}`);
    return (await response.json()) as Record<string, number>;
  };
}

/**
 * Late webhooks and the reconciler, over the same transactions at the same time, again and again while webhooks come; then
 * the reconciler once more, as its next run would come by. Returns by outcome what it found.
 */
async function race(gateways, reconcile) {
  const found: Record<string, number>[] = [];
  const raceOne = async ({ sandbox, reconcileBy }) => {
    const state = { isTelling: true };
    const telling = sandbox.runUntilIdle().finally(() => (state.isTelling = false));
    const pass = async () => {
      if (reconcile !== undefined) found.push(await reconcileBy(reconcile));
      else await telling;
    };
    while (state.isTelling) await pass();
    await telling;
    await pass();
  };
  await Promise.all(gateways.map(raceOne));
  const sums: Record<string, number> = {};
  for (const [outcome, count] of found.flatMap(Object.entries)) {
    sums[outcome] = (sums[outcome] ?? 0) + count;
  }
  return sums;
}

/** What did not come about, so that the line would prove less than it says. */
function missedOf({ givenUp, raced, found }) {
  const { processed = 0, ...failed } = found;
  const problems = [];
  if (givenUp.length === 0) problems.push("no webhook was given up");
  if (raced.size === 0) problems.push("no late webhook raced the reconciler");
  // In a short race chance may have one side always be first. The reconciler alone tells what was given up.
  if (raced.size >= fairRace && processed <= givenUp.length) {
    problems.push("the reconciler was never first at what came late");
  }
  if (raced.size >= fairRace && processed >= givenUp.length + raced.size) {
    problems.push("no late webhook was first");
  }
  for (const [outcome, count] of Object.entries(failed)) {
    problems.push(`the reconciler could not apply ${count}: ${outcome}`);
  }
  return problems;
}
