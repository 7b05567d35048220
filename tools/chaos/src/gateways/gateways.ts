import { Numipay } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { readTruth } from "../oracle/read-truth.js";
import { takePayment } from "./take-payment.js";

/** Payments that a gateway takes before it tells of them. */
const paymentsPerRound = 2;
/** So that a run in which nothing counts as faulted ends. */
const mostRounds = 2000;

/** Many gateways at once: one sandbox delivers one change after the other, and races want company. */
export async function createGateways({
  count,
  seed,
  chaos,
  deliverFor,
}: {
  count: number;
  seed: string;
  chaos: Record<string, number>;
  deliverFor: (number: number) => typeof fetch;
}) {
  const sandboxes = await Promise.all(
    Array.from({ length: count }, (_, number) =>
      createSandbox({
        seed: `${seed}/${number}`,
        webhookUrl: "http://receiver.test/webhooks/numipay",
        deliver: deliverFor(number),
        autoDeliver: false,
        deliveryTimeoutMs: 60_000,
        chaos: { seed: `${seed}/${number}`, deliveries: chaos },
      }),
    ),
  );
  const transactions = () => sandboxes.flatMap((sandbox) => sandbox.transactions());
  const attempts = () => sandboxes.flatMap((sandbox) => sandbox.deliveries());

  return {
    sandboxes,
    passwords: sandboxes.map(({ signaturePassword }) => signaturePassword),
    /**
     * Has each gateway take payments and tell of them until nothing is left to tell, again and again until it is enough.
     * They do not wait for each other.
     */
    async play(isEnough: () => boolean) {
      await Promise.all(
        sandboxes.map(async (sandbox, number) => {
          const numipay = new Numipay(sandbox.clientOptions);
          for (let round = 0; round < mostRounds && !isEnough(); round += 1) {
            for (let payment = 0; payment < paymentsPerRound; payment += 1) {
              const tracking_id = `order-${number}-${round}-${payment}`;
              await takePayment(numipay, { seed, tracking_id });
            }
            await sandbox.runUntilIdle();
          }
        }),
      );
    },
    /** Every change that happened: what was told, and what each transaction came to. */
    truth: (orders) => readTruth(transactions(), attempts(), orders),
    async close() {
      await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
    },
  };
}
