// @ts-check
import type { RunOptions, Section } from "../main.js";
import type { Sandbox } from "@numipay/sandbox";
import type { AddressInfo } from "node:net";
import { createSandbox } from "@numipay/sandbox";
import { createServer } from "node:http";
import { markdownTable, showRatio } from "../markdown-table.js";
import { shuffle } from "../shuffle.js";
import { median, summarizeRatios } from "../summarize.js";

const defaultRounds = 20;
const warmUpRounds = 3;

/** Each payment is told twice, as pending and as successful. */
const defaultPayments = 100;

/**
 * How many webhooks a second the sandbox delivers, one after the other as it does, against a bare loop of `fetch` that
 * posts as much to the same server on 127.0.0.1.
 */
export async function measureDeliveries({
  rounds = defaultRounds,
  payments = defaultPayments,
  random,
}: RunOptions & { payments?: number }): Promise<Section> {
  const receiver = await startReceiver();
  const sandbox = await createSandbox({ webhookUrl: receiver.url, autoDeliver: false });
  let payment = 0;
  const contestants = {
    async sandbox() {
      for (let count = 0; count < payments; count += 1) {
        await pay(sandbox, `order-${(payment += 1)}`);
      }
      return perSecond(receiver, 2 * payments, () => sandbox.flush());
    },
    async bare() {
      const init = { method: "POST", headers: sampleHeaders, body: sampleBody };
      return perSecond(receiver, 2 * payments, async () => {
        for (let count = 0; count < 2 * payments; count += 1) {
          const response = await fetch(receiver.url, init);
          await response.arrayBuffer();
        }
      });
    },
  };
  const speeds: Record<keyof typeof contestants, number[]> = { sandbox: [], bare: [] };
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const name of shuffle(["sandbox", "bare"] as const, random)) {
      const speed = await contestants[name]();
      if (round >= 0) speeds[name].push(speed);
    }
  }
  await sandbox.close();
  await receiver.close();
  const ratio = summarizeRatios(speeds.sandbox, speeds.bare);
  return {
    title: "Deliveries: the sandbox is … times as fast as a bare loop of fetch",
    table: markdownTable(
      ["", "times the floor", "median deliveries/s"],
      [
        ["sandbox", showRatio(ratio), median(speeds.sandbox).toFixed(0)],
        ["bare loop of fetch", "1.00", median(speeds.bare).toFixed(0)],
      ],
    ),
    values: { "sandbox: deliveries": ratio.median },
  };
}

/** As large as a webhook of the sandbox, with as many headers. */
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

/** Opens a payment and pays it as a customer does. */
async function pay(sandbox: Sandbox, trackingId: string) {
  const request = {
    tracking_id: trackingId,
    user_id: "customer-1",
    currency: "EUR",
    amount: "200.00",
  };
  const opened = await sandbox.fetch("/payments/hosted", {
    method: "POST",
    headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
    body: JSON.stringify({ request }),
  });
  const { url } = (await opened.json()) as { url: string };
  await sandbox.fetch(`${url}/northbank`, {
    method: "POST",
    body: new URLSearchParams({ action: "pay" }),
  });
}

/** Requests that arrived, by seconds. A sandbox that delivered fewer than it must would look fast. */
async function perSecond(
  receiver: { received: () => number },
  due: number,
  post: () => Promise<void>,
) {
  const before = receiver.received();
  const started = performance.now();
  await post();
  const seconds = (performance.now() - started) / 1000;
  const posted = receiver.received() - before;
  if (posted !== due) throw new Error(`${due} deliveries were due, ${posted} arrived.`);
  return posted / seconds;
}

async function startReceiver() {
  let received = 0;
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      received += 1;
      response.writeHead(200).end("ok");
    });
  });
  await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(undefined));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhooks/numipay`,
    received: () => received,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
