// A worker in a process of its own, as in production. Each message from the test completes the current handler.
import { createWebhookWorker } from "@numipay/bullmq";
import { memoryInbox } from "@numipay/core";

function report(message: object): void {
  process.send?.(message);
}

const worker = createWebhookWorker({
  connection: { url: process.env["REDIS_URL"] ?? "" },
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
  process.disconnect();
}
process.once("SIGTERM", () => void stop());

worker.start();
