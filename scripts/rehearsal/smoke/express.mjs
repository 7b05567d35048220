import { createServer } from "node:http";
import { assertVerifies, serving, signaturePassword } from "./delivery.mjs";

export async function smoke(load) {
  const { default: express } = await load("express");
  const { numipayWebhook } = await load("@numipay/express");
  const credited = [];
  const webhook = numipayWebhook({ signaturePassword, onOutcome: () => undefined });
  webhook.on("deposit.successful", (event) => credited.push(event.amount));
  const app = express().use(express.json()).use(webhook);
  await serving(createServer(app), (url) => assertVerifies(`${url}/webhooks/numipay`, credited));
}
