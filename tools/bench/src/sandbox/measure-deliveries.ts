import { createSandbox, type Sandbox } from "@numipay/sandbox";
import { formatRatio, markdownTable, median, shuffle, summarizeRatios } from "measure";
import type { RunOptions, Section } from "../section.js";
import { type Receiver, startReceiver } from "./start-receiver.js";

const defaultRounds = 20;
const warmUpRounds = 3;

/** Each payment has two webhooks: pending and successful. */
const defaultPayments = 100;

/**
 * Measures how many webhooks per second the sandbox delivers, relative to a loop of `fetch` that posts as many to the same
 * server on 127.0.0.1. Both post one at a time.
 */
export async function measureDeliveries({
  rounds = defaultRounds,
  payments = defaultPayments,
  random,
}: RunOptions & { payments?: number }): Promise<Section> {
  const receiver = await startReceiver(200);
  const sandbox = await createSandbox({ webhookUrl: receiver.url, autoDeliver: false });
  let payment = 0;
  const contestants = {
    async sandbox() {
      for (let count = 0; count < payments; count += 1) {
        await pay(sandbox, `order-${(payment += 1)}`);
      }
      return perSecond(receiver, 2 * payments, () => sandbox.flush());
    },
    async loop() {
      const init = { method: "POST", headers: sampleHeaders, body: sampleBody };
      return perSecond(receiver, 2 * payments, async () => {
        for (let count = 0; count < 2 * payments; count += 1) {
          const response = await fetch(receiver.url, init);
          await response.arrayBuffer();
        }
      });
    },
  };
  const speeds: Record<keyof typeof contestants, number[]> = { sandbox: [], loop: [] };
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const name of shuffle(["sandbox", "loop"] as const, random)) {
      const speed = await contestants[name]();
      if (round >= 0) speeds[name].push(speed);
    }
  }
  await sandbox.close();
  await receiver.close();
  const ratio = summarizeRatios(speeds.sandbox, speeds.loop);
  return {
    title: "Deliveries: the sandbox is … times as fast as a loop of fetch",
    table: markdownTable(
      ["", "times the baseline", "median deliveries/s"],
      [
        ["sandbox", formatRatio(ratio), median(speeds.sandbox).toFixed(0)],
        ["loop of fetch", "1.00", median(speeds.loop).toFixed(0)],
      ],
    ),
    values: { "sandbox: deliveries": ratio.median },
  };
}

/** Body and headers have the size of a webhook of the sandbox. */
const sampleHeaders = { "content-type": "application/json", "x-signature": "A".repeat(40) };
const sampleBody = JSON.stringify({
  transaction_id: "a".repeat(15),
  user_id: "customer-1",
  tracking_id: "order-1000",
  status: "successful",
  currency: "EUR",
  amount: "200.00",
  transaction_type: "deposit",
});

/** Creates a payment and pays it as a customer does. */
async function pay(sandbox: Sandbox, trackingId: string): Promise<void> {
  const request = {
    tracking_id: trackingId,
    user_id: "customer-1",
    currency: "EUR",
    amount: "200.00",
  };
  const created = await sandbox.fetch("/payments/hosted", {
    method: "POST",
    headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
    body: JSON.stringify({ request }),
  });
  const { url } = (await created.json()) as { url: string };
  await sandbox.fetch(`${url}/northbank`, {
    method: "POST",
    body: new URLSearchParams({ action: "pay" }),
  });
}

/** Requests that arrived per second. Throws when some did not: missing deliveries would make the sandbox look fast. */
async function perSecond(
  receiver: Receiver,
  expected: number,
  post: () => Promise<void>,
): Promise<number> {
  const before = receiver.received();
  const started = performance.now();
  await post();
  const seconds = (performance.now() - started) / 1000;
  const arrived = receiver.received() - before;
  if (arrived !== expected) throw new Error(`Expected ${expected} deliveries, got ${arrived}.`);
  return arrived / seconds;
}
