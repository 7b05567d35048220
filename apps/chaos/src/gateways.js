import { Numipay } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { drawOne } from "./draw.js";
import { readTruth } from "./read-truth.js";

/** Most go through; `.01` is rejected, `.03` stays pending for ten virtual minutes. */
const amounts = ["20.00", "35.00", "50.00", "12.01", "18.03"];

/**
 * Several gateways at once: one sandbox delivers one change after the other, and races want company.
 *
 * @param {{ count: number, seed: string, chaos: object, deliver: (url: any, init: any) => Promise<Response> }} options
 */
export async function createGateways({ count, seed, chaos, deliver }) {
  const sandboxes = await Promise.all(
    Array.from({ length: count }, (_, number) =>
      createSandbox({
        seed: `${seed}/${number}`,
        webhookUrl: "http://receiver.test/webhooks/numipay",
        deliver,
        autoDeliver: false,
        deliveryTimeoutMs: 60_000,
        chaos: { seed: `${seed}/${number}`, deliveries: chaos },
      }),
    ),
  );
  let paid = 0;

  return {
    sandboxes,
    passwords: sandboxes.map(({ signaturePassword }) => signaturePassword),
    /** Has each gateway take payments, then tell of them until nothing is left to tell. */
    async play(payments) {
      const batch = (paid += 1);
      await Promise.all(
        sandboxes.map(async (sandbox, number) => {
          const numipay = new Numipay(sandbox.clientOptions);
          for (let payment = 0; payment < payments; payment += 1) {
            const tracking_id = `order-${batch}-${number}-${payment}`;
            await numipay.payments.serverToServer({
              tracking_id,
              user_id: "customer-1",
              currency: "EUR",
              amount: drawOne(amounts, seed, "amount", tracking_id),
              card_number: "4242424242424242",
              card_holder: "Ada Tester",
              expiry_month: "12",
              expiry_year: "2030",
              cvv: "123",
            });
          }
          await sandbox.runUntilIdle();
        }),
      );
    },
    /** Every change that happened: what was told, and what each transaction came to. */
    truth: (orders) =>
      readTruth(
        sandboxes.flatMap((sandbox) => sandbox.transactions()),
        sandboxes.flatMap((sandbox) => sandbox.deliveries()),
        orders,
      ),
    faults: () => sandboxes.reduce((sum, sandbox) => sum + sandbox.chaosPlan().faults.length, 0),
    async close() {
      await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
    },
  };
}
