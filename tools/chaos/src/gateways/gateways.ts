import { Numipay } from "@numipay/core";
import { type ChaosOptions, createSandbox } from "@numipay/sandbox";
import { readExpectedChanges } from "../oracle/expected-changes.js";
import { createPayment } from "./create-payment.js";
import type { DeliveryOrder } from "./sender.js";

/** How many payments a gateway takes before it sends their webhooks. */
const paymentsPerRound = 2;
/** Ends a run in which no change counts as faulted. */
const mostRounds = 2000;

export interface GatewayOptions {
  count: number;
  seed: string;
  /** The probabilities of the sandbox's delivery faults. */
  chaos: NonNullable<ChaosOptions["deliveries"]>;
  deliverFor: (gateway: number) => typeof fetch;
}

/** Several gateways at once, because one sandbox delivers one change after another and races need concurrency. */
export async function createGateways({ count, seed, chaos, deliverFor }: GatewayOptions) {
  const sandboxes = await Promise.all(
    Array.from({ length: count }, (_, gateway) =>
      createSandbox({
        seed: `${seed}/${gateway}`,
        webhookUrl: "http://receiver.test/webhooks/numipay",
        deliver: deliverFor(gateway),
        autoDeliver: false,
        deliveryTimeoutMs: 60_000,
        chaos: { seed: `${seed}/${gateway}`, deliveries: chaos },
      }),
    ),
  );

  return {
    sandboxes,
    passwords: sandboxes.map(({ signaturePassword }) => signaturePassword),
    /** Has each gateway take payments and deliver their webhooks, independently of the others, until it is enough. */
    async run(isEnough: () => boolean) {
      await Promise.all(
        sandboxes.map(async (sandbox, gateway) => {
          const numipay = new Numipay(sandbox.clientOptions);
          for (let round = 0; round < mostRounds && !isEnough(); round += 1) {
            for (let payment = 0; payment < paymentsPerRound; payment += 1) {
              const tracking_id = `order-${gateway}-${round}-${payment}`;
              await createPayment(numipay, { seed, tracking_id });
            }
            await sandbox.runUntilIdle();
          }
        }),
      );
    },
    /** Returns every change that happened at the gateways. */
    expectedChanges(orders: ReadonlyMap<string, DeliveryOrder>) {
      const transactions = sandboxes.flatMap((sandbox) => sandbox.transactions());
      const attempts = sandboxes.flatMap((sandbox) => sandbox.deliveries());
      return readExpectedChanges(transactions, attempts, orders);
    },
    async close() {
      await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
    },
  };
}
