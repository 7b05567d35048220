import { strict as assert } from "node:assert";
import { deliver, servingReceiver, signaturePassword } from "./delivery.mjs";
import { isRedisThere, ownName, redisUrl } from "./servers.mjs";

export async function smoke(load) {
  const { createWebhookQueue, createWebhookWorker } = await load("@numipay/bullmq");
  const { createReceiver, memoryInbox } = await load("@numipay/core");
  const { Queue } = await load("bullmq");
  if (!(await isRedisThere())) return;
  const connection = { url: redisUrl };
  const name = ownName();
  const queue = createWebhookQueue({ connection, name, onRisk: () => undefined });
  const receiver = createReceiver({ signaturePassword, queue, onOutcome: () => undefined });
  const worker = createWebhookWorker({ connection, name, inbox: memoryInbox() });
  const applied = new Promise((settle) => worker.on("deposit.successful", settle));
  worker.start();
  await servingReceiver(load, receiver, async (url) => {
    assert.equal(await deliver(url, { password: "another-password-of-30-characters" }), 401);
    assert.equal(await deliver(url), 200);
  });
  assert.equal((await applied).amount, "200.00");
  await worker.close();
  await queue.close();
  const cleaner = new Queue(name, { connection });
  await cleaner.obliterate({ force: true });
  await cleaner.close();
}
