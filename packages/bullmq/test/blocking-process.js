// @ts-check
// A worker that blocks its process for longer than its lock and its lease: it says what it handles, and what came of it.
import { createWebhookWorker } from "@numipay/bullmq";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";

const { PREFIX, INBOX_PREFIX, REDIS_URL = "" } = process.env;
const client = new Redis(REDIS_URL);
const worker = createWebhookWorker({
  connection: { url: REDIS_URL },
  prefix: PREFIX,
  inbox: redisInbox({ client, prefix: INBOX_PREFIX, leaseMs: 300, onWarning: () => undefined }),
  lockMs: 300,
  // With more, it would wait for further jobs meanwhile, and Redis would wake it instead of the other worker.
  concurrency: 1,
  onOutcome: ({ outcome }) => void process.send?.({ outcome }),
});
worker.on("*", async ({ transaction_id }) => {
  await new Promise((resolve) => process.send?.({ handling: transaction_id }, resolve));
  const endsAt = Date.now() + 2000;
  while (Date.now() < endsAt);
});
worker.start();
