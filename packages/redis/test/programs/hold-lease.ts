// Claims a change, reports its lease, and completes the change when a line arrives on stdin.
import { once } from "node:events";
import type { Change } from "@numipay/core";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";

const [url = "", changeText = "", leaseMs = "", mode = ""] = process.argv.slice(2);
const client = new Redis(url);
const inbox = redisInbox({ client, leaseMs: Number(leaseMs), onWarning: () => undefined });
const change = JSON.parse(changeText) as Change;
const claim = await inbox.claim(change);
if (claim.state !== "new") throw new Error(`Expected a new change, got ${claim.state}.`);
const { lease } = claim;
process.stdout.write(`${JSON.stringify(lease)}\n`);

if (mode === "hold nothing") {
  // Only the timer of the open claim could keep the process alive now.
  client.disconnect();
} else {
  if (mode === "block") {
    const endsAt = Date.now() + 3 * Number(leaseMs);
    while (Date.now() < endsAt);
  }
  await once(process.stdin, "data");
  process.stdout.write(`${await inbox.complete(change, lease)}\n`);
  client.disconnect();
  process.stdin.destroy();
}
