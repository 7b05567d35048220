import { createServer } from "node:http";
import { assertVerifies, serving, signaturePassword } from "./delivery.mjs";

export async function smoke(load) {
  const { default: Koa } = await load("koa");
  const { numipayWebhook } = await load("@numipay/koa");
  const credited = [];
  const webhook = numipayWebhook({ signaturePassword, onOutcome: () => undefined });
  webhook.on("deposit.successful", (event) => credited.push(event.amount));
  const app = new Koa().use(webhook);
  await serving(createServer(app.callback()), (url) =>
    assertVerifies(`${url}/webhooks/numipay`, credited),
  );
}
