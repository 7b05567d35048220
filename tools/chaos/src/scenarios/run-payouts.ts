import { setTimeout as pause } from "node:timers/promises";
import { createSandbox } from "@numipay/sandbox";
import { createFleet } from "../fleet/fleet.js";
import { startRollingDeploys } from "../fleet/rolling-deploys.js";
import { createPayoutGateway, fateOf } from "../gateways/payout-gateway.js";
import { comparePayouts } from "../oracle/compare-payouts.js";
import type { WalletEntry } from "../payer/payer-store.js";
import { askPayer } from "../payouts/ask-payer.js";
import { readPayouts } from "../payouts/read-payouts.js";
import { recoverAll } from "../payouts/recover-all.js";
import { startRejecting } from "../payouts/reject-payouts.js";
import { createShop } from "../payouts/shop.js";
import { readStates, waitUntilSettled } from "../payouts/wait-until-settled.js";
import { post } from "../post.js";
import { breakStore } from "../stores/break-store.js";
import { createCleanup } from "./cleanup.js";
import {
  concurrencyFor,
  mayStayUnknown,
  payerLeaseMs,
  payers,
  payerTimeoutMs,
} from "./payout-plan.js";
import type { PayoutFamily } from "./payout-families.js";
import type { PayoutMode } from "./payout-modes.js";
import type { PayoutResult, PayoutRunOptions } from "./payout-scenario.js";
import { rejectWhenAborted } from "./reject-when-aborted.js";

type Cleanup = ReturnType<typeof createCleanup>;

/** How often to run recovery in a mode that sends again, in milliseconds. */
const recoveryMs = 500;

/** Has payers pay customers out under one family of faults, and compares the wallet with the gateway. */
export async function runPayouts(options: PayoutRunOptions): Promise<PayoutResult> {
  const cleanup = createCleanup();
  try {
    return await Promise.race([run(options, cleanup), rejectWhenAborted(options.signal)]);
  } finally {
    await cleanup.close();
  }
}

/** Without a journal, a payer passes only the steps of the POST. */
function stepsFor({ settings: { engine, way } }: PayoutMode, { steps }: PayoutFamily) {
  const all = steps?.[way];
  return engine === "none" ? all?.filter((step) => /(post|write)$/.test(step)) : all;
}

async function run(
  { mode, family, seed, faults, onProgress, signal }: PayoutRunOptions,
  cleanup: Cleanup,
): Promise<PayoutResult> {
  const startedAt = performance.now();
  const { way } = mode.settings;
  const hasOutbox = way === "outbox";
  const concurrency = concurrencyFor(mode, faults);
  const leaseMs = payerLeaseMs(family, concurrency);
  const fate = (tracking_id: string) => fateOf(`${seed}/${way}`, tracking_id, hasOutbox);
  const isProxied = family.store === "cut" || family.store === "commit";
  const store = cleanup.add(await mode.store?.({ isProxied }));
  const sandbox = cleanup.add(
    await createSandbox({
      seed,
      // Recovery compares the gateway's days with real ones.
      startAt: new Date(),
      // A payout that is sent twice is paid twice.
      usedTrackingId: "creates-second",
      expiresAfter: "3650d",
      retries: { attempts: 1000 },
      autoDeliver: false,
      webhookUrl: "http://payer.test/webhooks",
      deliver: async (_url, init) => await deliver(init ?? {}),
    }),
  );
  const gateway = cleanup.add(
    await createPayoutGateway({ sandbox, seed, fateOf: fate, kill: (pid) => fleet.kill(pid) }),
  );
  const faulted = new Set<string>();
  let isCalm = false;
  const fleet = cleanup.add(
    createFleet({
      size: payers,
      program: "payer",
      // One payer stays up, so that it sends again what the others hold.
      hasSafe: mode.resends === true,
      safeSettings: { signal: undefined },
      // Recovery must have sent a stopped intent again.
      stopMs: leaseMs * (mode.resends === true ? 3 : 1.3),
      onFaulted: (keys) => {
        if (isCalm) return;
        for (const key of keys) faulted.add(key);
      },
      settings: {
        ...mode.settings,
        ...store?.settings,
        gatewayUrl: gateway.url,
        apiKey: sandbox.apiKey,
        signaturePassword: sandbox.signaturePassword,
        leaseMs,
        timeoutMs: payerTimeoutMs(leaseMs),
        concurrency,
        mostPasses: Math.ceil(concurrency / 2),
        isContended: family.isContended,
      },
      settingsOf: (start, slot) => ({
        seed: `${seed}/${start}`,
        clock: family.clocks?.[slot % family.clocks.length],
        ...(isCalm
          ? {}
          : {
              signal: family.signal,
              steps: stepsFor(mode, family),
              losesResponses: family.losesResponses,
            }),
      }),
    }),
  );

  async function deliver({ body, headers }: RequestInit): Promise<Response> {
    const { url, agent } = await fleet.pick();
    const { status } = await post(url, {
      body: String(body),
      headers: headers as Record<string, string>,
      agent,
    });
    return new Response(null, { status });
  }

  let replies = 0;
  const breaker = cleanup.add(
    breakStore(store, {
      fault: family.store,
      seed,
      acknowledged: () => replies,
      between: concurrency * payers,
      onOutage: () => undefined,
    }),
  );
  const deploys = cleanup.add(
    startRollingDeploys(fleet, {
      isOn: family.deploys === true,
      acknowledged: () => replies,
      between: concurrency * payers,
    }),
  );
  const shop = createShop({
    fleet,
    customers: concurrency * payers,
    isContended: family.isContended === true,
    retryPauseMs: Math.min(leaseMs / 4, 1000),
    onReply(tracking_id, { outcome }) {
      if (outcome !== "retry") replies += 1;
      else if (family.store !== undefined && !isCalm) faulted.add(tracking_id);
      if (breaker.outage() !== undefined) breaker.markMet();
    },
  });
  const isOver = () =>
    fleet.isBroken() ||
    signal?.aborted === true ||
    faulted.size >= faults ||
    shop.outcomes.size >= 50 * faults + 5000;
  await fleet.ready();
  breaker.begin();
  const rejecting = hasOutbox ? cleanup.add(startRejecting({ sandbox, fateOf: fate })) : undefined;
  const buying = shop.run(() => {
    onProgress(Math.min(1, faulted.size / faults));
    return isOver();
  });
  while (mode.resends === true && !isOver()) {
    await pause(recoveryMs);
    await askPayer(fleet, "/recover", "resend").catch(() => undefined);
  }
  await buying;

  isCalm = true;
  fleet.send({ disarm: true });
  await deploys.close();
  await breaker.close();
  if (family.store === "commit") store?.watch(() => true);
  await fleet.resumed();
  await shop.settled();
  const ids = [...shop.outcomes.keys()];
  // What was sent although its record failed is resolved once its lease has expired.
  if (!hasOutbox && mayStayUnknown(family)) await pause(leaseMs);
  const settle = () => (hasOutbox ? waitUntilSettled(fleet, ids) : readStates(fleet, ids));
  let states = await settle();
  // What was sent again may be unknown again.
  for (let round = 0; round < (mode.resends === true ? 3 : 1); round += 1) {
    states = await recoverAll({ fleet, resends: mode.resends === true, readStates: settle });
  }
  await rejecting?.finish();
  const wallet = hasOutbox ? await askPayer<WalletEntry[]>(fleet, "/wallet") : undefined;
  const { problems, ...verdict } = comparePayouts(
    readPayouts({ sandbox, outcomes: shop.outcomes, wallet, states }),
  );
  return {
    ...verdict,
    problems: [...problems, ...shop.problems],
    intents: ids.length,
    posts: gateway.counts.posts,
    faults: ids.filter((id) => faulted.has(id)).length,
    interruptions: fleet.interruptions,
    variants: fleet.handlerFaults,
    crashes: fleet.crashes,
    outages: breaker.outages(),
    deploys: deploys.restarts(),
    seconds: (performance.now() - startedAt) / 1000,
  };
}
