import { setTimeout as pause } from "node:timers/promises";
import { breakStore } from "./break-store.js";
import { createFleet } from "./fleet.js";
import { createGateways } from "./gateways.js";
import { judge } from "./judge.js";
import { createLedger } from "./ledger.js";
import { readLedger, untilWorkedOff } from "./read-ledger.js";
import { createSender } from "./sender.js";
import { serveCalls } from "./serve-calls.js";

const leaseMs = 300;
const stopMs = 500;

/**
 * Plays one family of faults on one mode until enough was faulted, and judges it.
 *
 * @param {{ mode: import("./modes.js").Mode, family: import("./families.js").Family, seed: string, faults: number, onProgress: (share: number) => void }} options
 */
export async function playCell({ mode, family, seed, faults, onProgress }) {
  const startedAt = performance.now();
  // A lease that ends while a loaded machine is slow is a fault of its own: only where processes are hit.
  const lease = family.mayRunAgain ? leaseMs : 60_000;
  const ledger = createLedger({ leaseMs: lease });
  const store = await mode.store?.();
  const calls = await serveCalls(ledger.calls);
  const gateways = await createGateways({
    count: 4,
    seed,
    chaos: family.chaos,
    deliver: (url, init) => sender.deliver(url, init),
  });
  const fleet = createFleet({
    size: mode.processes,
    settings: {
      ...mode.settings,
      ...store?.settings,
      leaseMs: lease,
      ledgerUrl: calls.url,
      passwords: gateways.passwords,
    },
  });
  const sender = createSender({ fleet, family, seed, stopMs });
  const { tally } = sender;
  /** @type {ReturnType<typeof breakStore> | undefined} */
  let breaking;
  const played = () =>
    family.counts === "plan"
      ? gateways.faults()
      : tally.unanswered + deploying.caught() + (family.store ? tally.refused : 0);
  // In a queue the fault befalls a worker at a time of its own, and nobody but this knows that one stands still.
  const waking = setInterval(
    () => fleet.wakeAll(),
    mode.isQueued && family.signal === "SIGSTOP" ? stopMs * 1.5 : 2 ** 30,
  );
  const deploying = deployUntil(fleet, family.deployEveryMs);
  try {
    await fleet.whole();
    breaking = breakStore(store, family.store, seed);
    for (let batch = 0; batch < 500 && played() < faults; batch += 1) {
      await gateways.play(mode.paymentsPerBatch);
      onProgress(Math.min(1, played() / faults));
    }
    await deploying.stop();
    await breaking?.stop();
    await sender.settled();
    // Who was woken may still be at work: it must not write after the books are closed.
    await pause(family.signal === "SIGSTOP" ? 100 : 0);
    // A queue answers before it works: what was acknowledged first may be worked on last, and a `pending` may be stale.
    const truth = gateways.truth(mode.isQueued ? new Map() : sender.orders);
    if (mode.isQueued) await untilWorkedOff(() => judge(truth, ledger.entries).lost === 0);
    const entries = mode.hasLedger ? await readLedger(fleet) : ledger.entries;
    const verdict = judge(truth, entries);
    return {
      ...verdict,
      events: truth.length,
      deliveries: tally.deliveries,
      faults: played(),
      again: ledger.runs() - ledger.entries.length,
      seconds: (performance.now() - startedAt) / 1000,
    };
  } finally {
    await deploying.stop();
    await breaking?.stop();
    clearInterval(waking);
    await fleet.close();
    await gateways.close();
    await calls.close();
    await store?.close();
  }
}

/** Ends one receiver after the other, as a deploy does, until it is stopped. */
function deployUntil(fleet, everyMs) {
  const over = new AbortController();
  if (everyMs === undefined) over.abort();
  let caught = 0;
  const running = (async () => {
    while (!over.signal.aborted) {
      await pause(everyMs);
      caught += fleet.deploy();
    }
  })();
  return {
    /** Deliveries that were under way in a receiver when it was told to go. */
    caught: () => caught,
    async stop() {
      over.abort();
      await running;
    },
  };
}
