// A worker whose handler blocks the event loop for longer than its lock and its lease.
import { createWebhookWorker } from "@numipay/bullmq";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";

const blockMs = 2000;

const { PREFIX, INBOX_PREFIX, REDIS_URL = "" } = process.env;
const client = new Redis(REDIS_URL);
const worker = createWebhookWorker({
  connection: { url: REDIS_URL },
  prefix: PREFIX,
  inbox: redisInbox({ client, prefix: INBOX_PREFIX, leaseMs: 300, onWarning: () => undefined }),
  lockMs: 300,
  // A second slot would wait for jobs, and Redis would notify it instead of the other worker.
  concurrency: 1,
  onOutcome: ({ outcome }) => void process.send?.({ outcome }),
});
worker.on("*", async ({ transaction_id }) => {
  // Wait until the message is sent: the blocked event loop would hold it back.
  await new Promise<void>((resolve) => {
    process.send?.({ handling: transaction_id }, undefined, undefined, () => resolve());
  });
  const endsAt = Date.now() + blockMs;
  while (Date.now() < endsAt);
});
worker.start();
