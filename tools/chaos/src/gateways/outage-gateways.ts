import { Numipay, toIdempotencyKey } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { readTruth } from "../oracle/read-truth.js";
import { takePayment } from "./take-payment.js";

/** The virtual day on which all of it happens. */
const day = "2026-01-01";
const outageMinutes = 90;
const stepMinutes = 3;
const steps = outageMinutes / stepMinutes;
/**
 * How many payments there are in a step, in proportion. Few in the middle: each costs ten attempts, and is neither given
 * up nor fresh when the outage ends.
 */
const weights = Array.from({ length: steps }, (_, step) =>
  step < 6 ? 1.4 : step < 20 ? 0.25 : 2.2,
);
const total = weights.reduce((sum, weight) => sum + weight, 0);

/**
 * Gateways whose merchant cannot be reached for 90 virtual minutes. They try each webhook 15 times, five minutes apart:
 * when the outage ends, what was told first is given up, and the rest still comes.
 */
export async function createOutageGateways({
  count,
  seed,
  notes,
}: {
  count: number;
  seed: string;
  notes: ReturnType<typeof import("./outage-notes.js").createOutageNotes>;
}) {
  const gateways = await Promise.all(
    Array.from({ length: count }, async (_, number) => {
      let passes = 0;
      const sandbox = await createSandbox({
        seed: `${seed}/${number}`,
        startAt: `${day}T00:00:00Z`,
        webhookUrl: "http://receiver.test/webhooks/numipay",
        deliver: notes.deliverWhile(() => passes > 0),
        autoDeliver: false,
        deliveryTimeoutMs: 60_000,
      });
      const { url } = await sandbox.listen();
      let paid = 0;
      const pay = async (payments) => {
        const numipay = new Numipay(sandbox.clientOptions);
        for (const last = paid + payments; paid < last; paid += 1) {
          await takePayment(numipay, { seed, tracking_id: `order-${number}-${paid}` });
        }
      };
      return {
        sandbox,
        pay,
        /** Has the reconciler go through this gateway's list. */
        async reconcileBy(run) {
          passes += 1;
          const since = notes.now();
          try {
            return await run({ apiKey: sandbox.apiKey, baseUrl: url, day });
          } finally {
            for (const one of sandbox.transactions()) notes.listed(toIdempotencyKey(one), since);
            passes -= 1;
          }
        },
      };
    }),
  );

  return {
    gateways,
    passwords: gateways.map(({ sandbox }) => sandbox.signaturePassword),
    /** One payment at each gateway, told of at once, before anything is wrong. */
    async open() {
      await Promise.all(
        gateways.map(async ({ sandbox, pay }) => {
          await pay(1);
          await sandbox.advance("1m");
        }),
      );
    },
    /** Payments go on all through the 90 minutes. */
    async endure(payments, onProgress) {
      let paid = 0;
      let share = 0;
      for (let step = 0; step < steps; step += 1) {
        share += (weights[step] ?? 0) / total;
        const due = Math.ceil(payments * share);
        for (; paid < due; paid += 1) await gateways[paid % count]?.pay(1);
        await Promise.all(gateways.map(({ sandbox }) => sandbox.advance(`${stepMinutes}m`)));
        onProgress((step + 1) / steps);
      }
    },
    /**
     * What the gateways know: every change, and which of them only the list can tell, because their webhook was given up
     * and nothing came after.
     */
    books(orders: ReadonlyMap<string, { sent: number; acknowledged: number }>) {
      const transactions = gateways.flatMap(({ sandbox }) => sandbox.transactions());
      const attempts = gateways.flatMap(({ sandbox }) => sandbox.deliveries());
      const truth = readTruth(transactions, attempts, orders);
      const given = new Set(
        attempts
          .filter(({ state }) => state === "given-up")
          .map(({ requestBody }) => toIdempotencyKey(JSON.parse(requestBody))),
      );
      const givenUp = truth.filter(({ key, latest }) => latest !== undefined && given.has(key));
      return { truth, givenUp: givenUp.map(({ key }) => key) };
    },
    async close() {
      await Promise.all(gateways.map(({ sandbox }) => sandbox.close()));
    },
  };
}
