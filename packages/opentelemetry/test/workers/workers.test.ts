import { readFileSync } from "node:fs";
import type { Transaction } from "@numipay/core";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { describe, expect, it } from "vitest";
import { deposit } from "../journeys/deposit.js";
import { namesIn, startSandbox } from "../journeys/start-sandbox.js";
import { toOutline } from "../span-tree.js";
import { startCollector } from "./start-collector.js";
import { startWorker } from "./start-worker.js";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const [, example = ""] = /## In Cloudflare Workers\n[^]*?```ts\n([^]*?)```/.exec(readme) ?? [];

/** What must not be exported. Each is found if it is part of any text. */
const personal = {
  user_id: "canary-user",
  amount: "77.13",
  email: "canary@example.test",
  card_number: "4242424242424242",
  card_holder: "Ada Canary-Holder",
  password: "canary-password",
};
const personalDeposit = { ...deposit, ...personal };

/** Starts the Worker of the README with a collector, a gateway, and a handler that calls the gateway. */
async function startExample({ isCompatible = true } = {}) {
  const collector = await startCollector();
  const sandbox = await startSandbox();
  const { apiKey, baseUrl, signaturePassword } = sandbox;
  const source = `${example.replace("https://collector.example.com", collector.url)}
    import { Numipay } from "@numipay/core";
    const numipay = new Numipay(${JSON.stringify({ apiKey, baseUrl })});
    webhook.on("deposit.successful", async ({ user_id, currency, amount }) => {
      await numipay.payouts.request({ tracking_id: "payout-1", user_id, currency, amount });
    });`;
  // As the README says. Without the flag, there is no process.env either.
  const withoutFlag = source
    .replaceAll(/^.*AsyncLocalStorageContextManager.*$/gm, "")
    .replace("numipayWebhook()", `numipayWebhook(${JSON.stringify({ signaturePassword })})`);
  const url = await startWorker({
    source: isCompatible ? source : withoutFlag,
    flags: isCompatible ? ["nodejs_compat"] : [],
    env: { NUMIPAY_SIGNATURE_PASSWORD: signaturePassword },
  });
  return {
    collector,
    sandbox,
    deliver: async (event: Transaction = personalDeposit) => {
      const response = await fetch(url, signDelivery(event, { signaturePassword }));
      return [response.status, await response.json()];
    },
  };
}

const processed = [200, { outcome: "processed" }];

// Bundling and starting a Worker may take a while on a busy machine.
describe("the Worker of the README", { timeout: 30_000 }, () => {
  it("exports the spans and metrics of a delivery and a payout", async () => {
    const { collector, sandbox, deliver } = await startExample();
    expect(await deliver()).toEqual(processed);
    await collector.arrived({ traces: 1, metrics: 1 });
    expect(toOutline(collector.spans(), namesIn(sandbox))).toMatchInlineSnapshot(`
      "
      INTERNAL numipay webhook.delivery numipay.account=default numipay.event_type=deposit.successful numipay.handlers=1 numipay.outcome=processed numipay.password_index=0 numipay.signed_form=raw numipay.source=webhook numipay.tracking_id=order-1 numipay.transaction_id=gateway-1
        INTERNAL numipay webhook.verify numipay.signed_form=raw
        INTERNAL numipay webhook.claim numipay.account=default numipay.claim_state=new numipay.event_type=deposit.successful
        INTERNAL numipay webhook.handler numipay.account=default numipay.event_type=deposit.successful numipay.handler=0 numipay.tracking_id=order-1 numipay.transaction_id=gateway-1
          INTERNAL numipay payouts.request numipay.attempts=1 numipay.moves_money=true numipay.operation=payouts.request numipay.operation_id=requestPayout numipay.outcome=succeeded numipay.tracking_id=payout-1 server.address=127.0.0.1 server.port=<port>
            CLIENT POST /payouts/request http.request.method=POST http.response.status_code=200 numipay.operation_id=requestPayout numipay.tracking_id=payout-1 server.address=127.0.0.1 server.port=<port> url.template=/payouts/request
        INTERNAL numipay webhook.commit numipay.account=default numipay.event_type=deposit.successful numipay.recorded=true
      "
    `);
    expect(collector.metrics()).toMatchInlineSnapshot(`
      [
        [
          "numipay.client.call.duration numipay.operation=payouts.request numipay.outcome=succeeded 1",
          "numipay.client.attempts http.response.status_code=200 numipay.operation_id=requestPayout 1",
          "numipay.webhook.delivery.duration numipay.event_type=deposit.successful numipay.outcome=processed numipay.source=webhook 1",
          "numipay.webhook.handler.duration numipay.event_type=deposit.successful 1",
        ],
      ]
    `);
    const secrets = [...Object.values(personal), sandbox.apiKey, sandbox.signaturePassword];
    const everything = collector.everything();
    expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
  });

  it("exports each delivery once, and what it added to the metrics", async () => {
    const { collector, deliver } = await startExample();
    await deliver();
    await collector.arrived({ traces: 1, metrics: 1 });
    expect(await deliver()).toEqual([200, { outcome: "duplicate" }]);
    await collector.arrived({ traces: 2, metrics: 2 });
    const deliveries = collector.spans().filter(({ name }) => name === "numipay webhook.delivery");
    expect(deliveries.map(({ attributes }) => attributes["numipay.outcome"])).toEqual([
      "processed",
      "duplicate",
    ]);
    expect(collector.metrics()[1]).toEqual([
      "numipay.webhook.delivery.duration numipay.event_type=deposit.successful numipay.outcome=duplicate numipay.source=webhook 1",
    ]);
  });

  it("exports deliveries that arrive together", async () => {
    const { collector, deliver } = await startExample();
    const count = 8;
    const events = Array.from({ length: count }, () => exampleTransaction({ status: "pending" }));
    for (const [status] of await Promise.all(events.map(deliver))) expect(status).toBe(200);
    const delivery = `
INTERNAL numipay webhook.delivery
  INTERNAL numipay webhook.verify
  INTERNAL numipay webhook.claim
  INTERNAL numipay webhook.commit`;
    await expect
      .poll(() => toOutline(collector.spans()).replaceAll(/ numipay\.\S+/g, ""))
      .toBe(`${delivery.repeat(count)}\n`);
  });

  it("responds while the collector is down", async () => {
    const { collector, deliver } = await startExample();
    collector.close();
    expect(await deliver()).toEqual(processed);
    expect(await deliver()).toEqual([200, { outcome: "duplicate" }]);
  });

  it("records nothing without nodejs_compat", async () => {
    const { collector, sandbox, deliver } = await startExample({ isCompatible: false });
    expect(await deliver()).toEqual(processed);
    expect(sandbox.transactions()).toMatchObject([{ tracking_id: "payout-1" }]);
    await collector.arrived({ traces: 0, metrics: 1 });
    expect(collector.spans()).toEqual([]);
    expect(collector.metrics()).toEqual([[]]);
  });
});
