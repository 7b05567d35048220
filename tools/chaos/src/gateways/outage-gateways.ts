import { Numipay, toIdempotencyKey, type Transaction } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { readExpectedChanges } from "../oracle/expected-changes.js";
import type { GatewayAddress, OutcomeCounts } from "../receiver/reconcile-gateway.js";
import { createPayment } from "./create-payment.js";
import type { OutageLog } from "./outage-log.js";
import type { DeliveryOrder } from "./sender.js";

/** The virtual day on which everything happens. */
const day = "2026-01-01";
const outageMinutes = 90;
const stepMinutes = 3;
const steps = outageMinutes / stepMinutes;
/**
 * The relative number of payments in each step. There are few in the middle: each costs ten attempts, and at the end of
 * the outage it has neither exhausted its retries nor just begun them.
 */
const weights = Array.from({ length: steps }, (_, step) =>
  step < 6 ? 1.4 : step < 20 ? 0.25 : 2.2,
);
const totalWeight = weights.reduce((sum, weight) => sum + weight, 0);

/** Reconciles one gateway and returns the outcomes. */
export type Reconcile = (gateway: GatewayAddress) => Promise<OutcomeCounts>;

export interface OutageGatewayOptions {
  count: number;
  seed: string;
  log: OutageLog;
}

export type OutageGateway = Awaited<ReturnType<typeof createOutageGateway>>;

/**
 * Gateways whose merchant is unreachable for 90 virtual minutes. They try each webhook 15 times, five minutes apart: when
 * the outage ends, the first webhooks have exhausted their retries, and the others are still retried.
 */
export async function createOutageGateways({ count, seed, log }: OutageGatewayOptions) {
  const gateways = await Promise.all(
    Array.from({ length: count }, (_, number) => createOutageGateway(number, seed, log)),
  );

  return {
    gateways,
    passwords: gateways.map(({ sandbox }) => sandbox.signaturePassword),
    /** Creates and delivers one payment at each gateway, before the outage. */
    async open() {
      await Promise.all(
        gateways.map(async ({ sandbox, pay }) => {
          await pay();
          await sandbox.advance("1m");
        }),
      );
    },
    /** Goes through the 90 minutes of the outage, in which payments continue. */
    async passOutage(payments: number, onProgress: (share: number) => void) {
      let paid = 0;
      let share = 0;
      for (let step = 0; step < steps; step += 1) {
        share += (weights[step] ?? 0) / totalWeight;
        const due = Math.ceil(payments * share);
        for (; paid < due; paid += 1) await gateways[paid % count]?.pay();
        await Promise.all(gateways.map(({ sandbox }) => sandbox.advance(`${stepMinutes}m`)));
        onProgress((step + 1) / steps);
      }
    },
    /**
     * Returns every change, and the keys of those that only the list still has: their webhook exhausted its retries, and no
     * later change followed.
     */
    expectedChanges(orders: ReadonlyMap<string, DeliveryOrder>) {
      const transactions = gateways.flatMap(({ sandbox }) => sandbox.transactions());
      const attempts = gateways.flatMap(({ sandbox }) => sandbox.deliveries());
      const expected = readExpectedChanges(transactions, attempts, orders);
      const exhausted = new Set(
        attempts
          .filter(({ state }) => state === "given-up")
          .map(({ requestBody }) => toIdempotencyKey(JSON.parse(requestBody) as Transaction)),
      );
      const listOnly = expected.filter(
        ({ key, latest }) => latest !== undefined && exhausted.has(key),
      );
      return { expected, listOnly: listOnly.map(({ key }) => key) };
    },
    async close() {
      await Promise.all(gateways.map(({ sandbox }) => sandbox.close()));
    },
  };
}

async function createOutageGateway(number: number, seed: string, log: OutageLog) {
  let passes = 0;
  const sandbox = await createSandbox({
    seed: `${seed}/${number}`,
    startAt: `${day}T00:00:00Z`,
    webhookUrl: "http://receiver.test/webhooks/numipay",
    deliver: log.deliverWhile(() => passes > 0),
    autoDeliver: false,
    deliveryTimeoutMs: 60_000,
  });
  const { url } = await sandbox.listen();
  let paid = 0;
  return {
    sandbox,
    /** Creates one payment. */
    pay: async () => {
      const tracking_id = `order-${number}-${paid}`;
      await createPayment(new Numipay(sandbox.clientOptions), { seed, tracking_id });
      paid += 1;
    },
    /** Reconciles this gateway's list. */
    reconcileWith: async (reconcile: Reconcile): Promise<OutcomeCounts> => {
      passes += 1;
      const since = log.now();
      try {
        return await reconcile({ apiKey: sandbox.apiKey, baseUrl: url, day });
      } finally {
        for (const transaction of sandbox.transactions()) {
          log.listed(toIdempotencyKey(transaction), since);
        }
        passes -= 1;
      }
    },
  };
}
