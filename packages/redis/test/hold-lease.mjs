// A receiver whose handler is at work: claims, says so, and completes when a line comes in.
import { once } from "node:events";
import { Redis } from "ioredis";
import { redisInbox } from "@numipay/redis";

const [url, text, leaseMs, how] = process.argv.slice(2);
const client = new Redis(url);
const inbox = redisInbox({ client, leaseMs: Number(leaseMs), onWarning: () => {} });
const change = JSON.parse(text);
const { lease } = await inbox.claim(change);
process.stdout.write(`${JSON.stringify(lease)}\n`);

if (how === "hold nothing") {
  // The claim is still held, and its timer is all that is left.
  client.disconnect();
} else {
  if (how === "block") {
    const endsAt = Date.now() + 3 * Number(leaseMs);
    while (Date.now() < endsAt);
  }
  await once(process.stdin, "data");
  process.stdout.write(`${await inbox.complete(change, lease)}\n`);
  client.disconnect();
  process.stdin.destroy();
}
