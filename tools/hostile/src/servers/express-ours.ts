// @ts-check
import { numipayWebhook } from "@numipay/express";
import { serveExpress } from "../hosts/serve-express.js";
import { countWork } from "./count-work.js";
import { webhookOptions } from "./webhook-options.js";

const work = countWork();
const webhook = numipayWebhook(webhookOptions(work));
webhook.on("*", (event) => work.handle(event.transaction_id));
await serveExpress(work, (app) => app.use(webhook));
