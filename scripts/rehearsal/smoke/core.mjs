import { strict as assert } from "node:assert";
import { assertVerifies, servingReceiver, signaturePassword } from "./delivery.mjs";

export async function smoke(load) {
  const { createReceiver, Numipay } = await load("@numipay/core");
  const { createSandbox } = await load("@numipay/sandbox");

  const sandbox = await createSandbox();
  const { url: baseUrl } = await sandbox.listen({ port: 0 });
  const numipay = new Numipay({ ...sandbox.clientOptions, baseUrl, fetch });
  const order = { tracking_id: "order-1", user_id: "user-1", currency: "EUR", amount: "200.00" };
  const { url } = await numipay.payments.hostedCheckout(order);
  assert.equal((await fetch(url)).status, 200);
  await sandbox.close();

  const credited = [];
  const receiver = createReceiver({ signaturePassword, onOutcome: () => undefined });
  receiver.on("deposit.successful", (event) => credited.push(event.amount));
  await servingReceiver(load, receiver, (address) => assertVerifies(address, credited));
}
