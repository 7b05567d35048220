import { setTimeout as pause } from "node:timers/promises";
import { breakStore } from "./break-store.js";
import { createFleet } from "./fleet.js";
import { createGateways } from "./gateways.js";
import { judge } from "./judge.js";
import { createLedger } from "./ledger.js";
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
  /** @type {ReturnType<typeof createSender> | undefined} */
  let sender;
  const gateways = await createGateways({
    count: 4,
    seed,
    chaos: family.chaos,
    deliver: (url, init) => {
      if (sender === undefined) throw new Error("Nothing is sent before there is a sender");
      return sender.deliver(url, init);
    },
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
  sender = createSender({ fleet, family, seed, stopMs });
  const { tally } = sender;
  const breaking = breakStore(store, family.store);
  const played = () =>
    family.counts === "plan"
      ? gateways.faults()
      : tally.unanswered + deploying.caught() + (family.store ? tally.refused : 0);
  const deploying = deployUntil(fleet, family.deployEveryMs);
  try {
    await fleet.pick();
    for (let batch = 0; batch < 500 && played() < faults; batch += 1) {
      await gateways.play(mode.paymentsPerBatch);
      onProgress(Math.min(1, played() / faults));
    }
    await deploying.stop();
    await breaking.stop();
    await sender.settled();
    // Who was woken may still be at work: it must not write after the books are closed.
    await pause(family.signal === "SIGSTOP" ? 100 : 0);
    const truth = gateways.truth(sender.orders);
    const verdict = judge(truth, ledger.entries);
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
    await breaking.stop();
    await fleet.close();
    await gateways.close();
    await calls.close();
    await store?.close();
  }
}

/** Ends one receiver after the other, as a deploy does, until it is stopped. */
function deployUntil(fleet, everyMs) {
  let isOver = everyMs === undefined;
  let caught = 0;
  const running = (async () => {
    while (!isOver) {
      await pause(everyMs);
      caught += fleet.deploy();
    }
  })();
  return {
    /** Deliveries that were under way in a receiver when it was told to go. */
    caught: () => caught,
    async stop() {
      isOver = true;
      await running;
    },
  };
}
