import { notify } from "@numipay/core/protocol";
import { createCustomCalls } from "../api/custom-calls.js";
import type { ChaosContext } from "../chaos/chaos-context.js";
import { createChaos } from "../chaos/chaos.js";
import { lateSuccessAt } from "../chaos/late-success.js";
import { createRealTime, type RealTime } from "../clock/real-time.js";
import { watchFailures } from "../clock/watch-failures.js";
import { createVirtualClock, type VirtualClock } from "../clock/virtual-clock.js";
import type { DeliveryPorts } from "../delivery/delivery-ports.js";
import { createResultKeeper } from "../delivery/result-keeper.js";
import { createTrustingFetch } from "../delivery/trusting-fetch.js";
import { currencyRuleOf } from "../gateway/currency-rule.js";
import { hasNumericIds } from "../gateway/transaction-id.js";
import { toWebhookBody } from "../gateway/wire-transaction.js";
import { createLedger } from "../storage/ledger.js";
import { openStore, type Store } from "../storage/store.js";
import { performWork } from "./perform-work.js";
import type { SandboxSettings } from "./settings.js";

/** A running gateway: its tables, its clock, and what pages and operations need. */
export interface Gateway extends ChaosContext {
  readonly settings: SandboxSettings;
  readonly clock: VirtualClock;
  readonly realTime: RealTime;
  /** Aborts when the sandbox closes. */
  readonly closed: AbortSignal;
  /** @throws Error if the sandbox is closed. */
  readonly assertOpen: () => void;
  /** Runs due work in the background. An error appears at the next flush. */
  readonly deliverSoon: () => void;
  /** @param stopServing closes the servers, before the tables are closed */
  close(stopServing: () => Promise<void>): Promise<void>;
}

/**
 * Opens the tables and creates ledger, chaos, clock and deliveries.
 *
 * @throws Error for a file of another version or seed.
 */
export async function composeGateway(settings: SandboxSettings): Promise<Gateway> {
  const { contract, pendingWebhook, usedTrackingId, statusLag } = settings;
  const sender = await openSender(settings);
  const numericIds = hasNumericIds(contract);
  const store = openStore({ ...settings, numericIds, currency: currencyRuleOf(contract) });
  const closing = new AbortController();
  const now = (): number => clock.now();
  const chaos = createChaos(store.chaos, { seed: store.state.seed, now });
  try {
    store.atomically(() => applySettings(settings, { store, chaos }));
  } catch (error) {
    // Otherwise the file would stay locked, such as after a full disk.
    store.close();
    await sender.close();
    throw error;
  }
  const ledger = createLedger(store, {
    now,
    pendingWebhook,
    expiresAfterMs: settings.expiresAfterMs,
    numericIds,
    toBody: (payload) => toWebhookBody(contract, payload),
    lateSuccessAt: (rejected) => lateSuccessAt(rejected, { chaos, accounts: store.accounts }),
  });
  const setting: DeliveryPorts["setting"] = {
    contract,
    now,
    retries: settings.retries,
    deliver: sender.fetch,
    signatureHeader: contract.headers.signature,
    timeoutMs: settings.deliveryTimeoutMs,
    closed: closing.signal,
  };
  const results = createResultKeeper();
  const clock = createVirtualClock({
    load: () => store.state.virtualTime(),
    save: (at) => store.state.setVirtualTime(at),
    next: () => (closing.signal.aborted ? undefined : store.work.next()),
    perform: (work) => performWork(work, { store, ledger, chaos, results, setting }),
  });
  const { onError } = settings;
  const watch = watchFailures((error) => {
    if (onError !== undefined) notify("onError", onError, error);
  });
  const realTime = createRealTime((ms) => watch(clock.advance(ms)));
  return {
    settings,
    contract,
    store,
    ledger,
    chaos,
    clock,
    realTime,
    now,
    customCalls: createCustomCalls(),
    usedTrackingId,
    statusLag,
    closed: closing.signal,
    assertOpen() {
      if (closing.signal.aborted) throw new Error("The sandbox is closed.");
    },
    deliverSoon() {
      // Not awaited: a merchant's request must not wait for its own webhook.
      if (settings.autoDeliver) void watch(clock.flush()).catch(() => undefined);
    },
    async close(stopServing) {
      if (closing.signal.aborted) return;
      closing.abort(new Error("The sandbox is closed."));
      realTime.stopAll();
      await stopServing();
      await clock.settled();
      store.close();
      await sender.close();
    },
  };
}

/** Changes an existing file as the options say. */
function applySettings(
  { merchantName, webhookUrl, chaos: chaosOptions }: SandboxSettings,
  { store, chaos }: { readonly store: Store; readonly chaos: ChaosContext["chaos"] },
): void {
  const { accountId } = store.accounts.first();
  if (merchantName !== undefined) store.accounts.rename(accountId, merchantName);
  if (webhookUrl !== undefined) store.accounts.setWebhookUrl(accountId, webhookUrl);
  if (chaosOptions !== undefined) chaos.set(chaosOptions);
}

async function openSender({
  deliver = fetch,
  webhookCa,
}: SandboxSettings): Promise<{ fetch: typeof fetch; close(): Promise<void> }> {
  if (webhookCa.length > 0) return createTrustingFetch(webhookCa);
  return { fetch: deliver, close: async () => undefined };
}
