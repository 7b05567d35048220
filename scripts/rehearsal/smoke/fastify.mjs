import { assertVerifies, signaturePassword } from "./delivery.mjs";

export async function smoke(load) {
  const { default: fastify } = await load("fastify");
  const { numipayWebhook } = await load("@numipay/fastify");
  const credited = [];
  const webhook = numipayWebhook({ signaturePassword, onOutcome: () => undefined });
  webhook.on("deposit.successful", (event) => credited.push(event.amount));
  const app = fastify();
  await app.register(webhook);
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  await assertVerifies(`${url}/webhooks/numipay`, credited);
  await app.close();
}
