// @ts-check
// A worker in a process of its own, as a service runs it: takes orders over IPC, and says there what it does.
import { memoryInbox } from "@numipay/core";
import { createWebhookWorker } from "@numipay/bullmq";

/** @type {(message: object) => void} */
const tell = (message) => void process.send?.(message);

const worker = createWebhookWorker({
  connection: { url: process.env["REDIS_URL"] ?? "" },
  prefix: process.env["PREFIX"],
  inbox: memoryInbox(),
  concurrency: 1,
  lockMs: 500,
});
worker.on("*", async (event) => {
  tell({ handling: event.transaction_id });
  await new Promise((resolve) => process.once("message", resolve));
  tell({ handled: event.transaction_id });
});

const stop = async () => {
  tell({ closing: true });
  await worker.close();
  tell({ closed: true });
  process.disconnect();
};
process.once("SIGTERM", () => void stop());

worker.start();
