import { assertVerifies, servingReceiver, signaturePassword } from "./delivery.mjs";
import { isRedisThere, ownName, redisUrl } from "./servers.mjs";

export async function smoke(load) {
  const { redisInbox } = await load("@numipay/redis");
  const { createReceiver } = await load("@numipay/core");
  const { Redis } = await load("ioredis");
  if (!(await isRedisThere())) return;
  const client = new Redis(redisUrl);
  const prefix = `${ownName()}:`;
  const credited = [];
  const inbox = redisInbox({ client, prefix, onWarning: () => undefined });
  const receiver = createReceiver({ signaturePassword, inbox, onOutcome: () => undefined });
  receiver.on("deposit.successful", (event) => credited.push(event.amount));
  await servingReceiver(load, receiver, (url) => assertVerifies(url, credited));
  const keys = await client.keys(`${prefix}*`);
  if (keys.length === 0) throw new Error("The inbox has recorded nothing.");
  await client.del(...keys);
  await client.quit();
}
