// A worker in a process of its own, as in production. Each message from the test completes the current handler.
import { createWebhookWorker } from "@numipay/bullmq";
import { memoryInbox } from "@numipay/core";
import { Redis } from "ioredis";

function report(message: object): void {
  process.send?.(message);
}

const url = process.env["REDIS_URL"] ?? "";
const ownClient =
  process.env["OWN_CLIENT"] === undefined
    ? undefined
    : new Redis(url, { maxRetriesPerRequest: null }).on("error", () => undefined);
const worker = createWebhookWorker({
  connection: ownClient ?? { url },
  prefix: process.env["PREFIX"],
  inbox: memoryInbox(),
  concurrency: 1,
  lockMs: 500,
});
worker.on("*", async (event) => {
  report({ handling: event.transaction_id });
  await new Promise((resolve) => process.once("message", resolve));
  report({ handled: event.transaction_id });
});

async function stop(): Promise<void> {
  report({ closing: true });
  await worker.close();
  report({ closed: true });
  ownClient?.disconnect();
  process.disconnect();
}
process.once("SIGTERM", () => void stop());

worker.start();
