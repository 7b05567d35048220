import { numipayWebhook } from "@numipay/core";
import { webhookPath } from "measure";
import { serveHono } from "../hosts/serve-hono.js";
import { webhookOptions } from "./webhook-options.js";
import { createWorkCounter } from "./work-counter.js";

const work = createWorkCounter();
const webhook = numipayWebhook(webhookOptions(work));
webhook.on("*", (event) => work.handle(event.transaction_id));
await serveHono(work, (app) => {
  app.post(webhookPath, (c) => webhook.fetch(c.req.raw));
});
