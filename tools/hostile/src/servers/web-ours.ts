// @ts-check
import { numipayWebhook } from "@numipay/core";
import { webhookPath } from "../host-paths.js";
import { serveHono } from "../hosts/serve-hono.js";
import { countWork } from "./count-work.js";
import { webhookOptions } from "./webhook-options.js";

const work = countWork();
// The host decides on the path.
const { path: _, ...options } = webhookOptions(work);
const webhook = numipayWebhook(options);
webhook.on("*", (event) => work.handle(event.transaction_id));
await serveHono(work, (app) => {
  app.post(webhookPath, (c) => webhook.fetch(c.req.raw));
});
