// @ts-check
// A worker that books, says so, and then hangs: it is killed between the effect and the record.
import { createWebhookWorker } from "@numipay/bullmq";
import { openEngine, redisUrl } from "./engines.js";

const { ENGINE = "", SPACE = "", PREFIX } = process.env;
const engine = await openEngine(ENGINE, SPACE);
const worker = createWebhookWorker({
  connection: { url: redisUrl },
  prefix: PREFIX,
  inbox: engine.inbox,
  lockMs: 500,
});
worker.on("*", async (_event, context) => {
  await engine.book(context);
  process.send?.({ booked: context.idempotencyKey });
  await new Promise(() => undefined);
});
worker.start();
