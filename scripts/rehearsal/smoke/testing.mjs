import { strict as assert } from "node:assert";
import { signaturePassword } from "./delivery.mjs";

export async function smoke(load) {
  const { numipayWebhook } = await load("@numipay/core");
  const { adapterCases, exampleTransaction, inboxCases, signDelivery } =
    await load("@numipay/testing");
  const webhook = numipayWebhook({ signaturePassword, onOutcome: () => undefined });
  webhook.on("deposit.successful", () => undefined);
  const delivery = signDelivery(exampleTransaction(), { signaturePassword });
  const response = await webhook.fetch(new Request("http://shop.test/", delivery));
  assert.equal(response.status, 200);
  for (const list of [adapterCases, inboxCases]) assert.equal(typeof list, "function");
}
